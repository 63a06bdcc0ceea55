// What a control is given, and how it is named.

/**
 * What a control is given: its value and what to tell whom.
 * @typedef {{id: string, label?: string, labelledby?: string, describedby?: string, countId?: string,
 *   required?: boolean, focus: string, value: any, set: (value: any) => void, desk: any,
 *   fire: ((detail: {value?: any, control?: any}) => Promise<boolean>)|null,
 *   suggest: (words: string) => Promise<any>}} Field
 */

/** The aria attributes that name and describe a control. */
export function naming(field) {
  return {
    id: field.id,
    "aria-label": field.labelledby ? null : field.label,
    "aria-describedby": field.describedby,
    "aria-required": field.required ? "true" : null,
    data: { focus: field.focus },
  };
}
