// SPDX-License-Identifier: GPL-3.0-or-later
// Elements from data. Whatever is a text becomes a text node: nothing that a person wrote is ever
// read as HTML, and there is no other way into the page than this file.

/** Puts children into a node: texts, numbers, nodes, lists of them; null and false are left out. */
export function append(node, ...children) {
    for (const child of children.flat(Infinity)) {
        if (child !== null && child !== undefined && child !== false) {
            node.append(child instanceof Node ? child : String(child))
        }
    }
    return node
}

/**
 * An element: h('button', {class: 'main', onclick: save}, 'Save'). on* are listeners, true and
 * false are attributes that stand or do not, `value` and `checked` are properties.
 */
export function h(tag, properties = {}, ...children) {
    const node = document.createElement(tag)
    for (const [key, value] of Object.entries(properties)) {
        if (value === null || value === undefined) {
            continue
        }
        if (key.startsWith('on')) {
            node.addEventListener(key.slice(2), value)
        } else if (key === 'value' || key === 'checked' || key === 'indeterminate') {
            node[key] = value
        } else if (value === true || value === false) {
            node.toggleAttribute(key, value)
        } else {
            node.setAttribute(key, value)
        }
    }
    return append(node, children)
}

/** The node's children, all anew. */
export function fill(node, ...children) {
    node.replaceChildren()
    return append(node, children)
}

/** A text for screen readers alone. */
export function spoken(text) {
    return h('span', {class: 'spoken'}, text)
}

/** A part of something, as a bar's width; the element's own style, which the policy allows. */
export function width(node, part) {
    node.style.width = `${Math.max(0, Math.min(1, part)) * 100}%`
    return node
}

const live = h('div', {class: 'live', role: 'status', 'aria-live': 'polite'})
let clearing = 0

/** Says what happened: shown for a while, and read out. */
export function say(text, kind = 'good') {
    clearTimeout(clearing)
    fill(live, h('p', {class: `toast ${kind}`}, text))
    clearing = setTimeout(() => live.replaceChildren(), 9000)
}

export function liveRegion() {
    return live
}
