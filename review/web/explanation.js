// SPDX-License-Identifier: GPL-3.0-or-later
// The text of placera explain, taken apart into its paragraphs, so that each wish's stands with
// that wish. Whatever does not stand with one is shown before or after: nothing is left out.

/** Lines that were wrapped are one again; those that stand furthest in are commands. */
function unwrap(lines) {
    const out = []
    for (const line of lines) {
        const indented = line.startsWith('  ')
        if (out.length === 0 || line.startsWith('    ') || (indented && !out.at(-1).indented)) {
            out.push({text: line.trim(), indented, code: line.startsWith('    ')})
        } else {
            out.at(-1).text += ` ${line.trim()}`
        }
    }
    return out
}

const wishLine = /^(?:Önskemål|Wish) (\d+):/

/** {wishes: Map of rank to lines, before: [lines], after: [lines]} */
export function takeApart(words) {
    const parts = {wishes: new Map(), before: [], after: []}
    for (const paragraph of words.trim().split(/\n\n+/)) {
        const lines = unwrap(paragraph.split('\n'))
        const wish = wishLine.exec(lines[0].text)
        if (wish) {
            parts.wishes.set(Number(wish[1]), lines.slice(1))
        } else {
            (parts.wishes.size === 0 ? parts.before : parts.after).push(lines)
        }
    }
    return parts
}
