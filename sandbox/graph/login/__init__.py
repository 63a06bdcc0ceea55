"""Facebook Login: the dialog, its page, the codes it gives and the tokens they become."""
