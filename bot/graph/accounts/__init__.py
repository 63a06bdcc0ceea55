"""The Pages, businesses and Instagram accounts that a login may act for."""
