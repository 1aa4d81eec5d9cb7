// SPDX-License-Identifier: GPL-3.0-or-later
// Keys that do things, each for as long as its view is there. Single letters can be turned off, as
// WCAG 2.1.4 asks: who speaks to the machine, or whose hand rests on the keys, would set them off.
import {h} from './dom.js'
import {openDialog} from './dialog.js'
import {t} from './words.js'

let kept = []
let on = true
try {
    on = localStorage.getItem('placera-keys') !== 'off'
} catch {
    // Then they are on.
}

/** A list of {key, does, run} for the shell ('page') or the view ('view'), instead of the old. */
export function setKeys(place, list) {
    kept = kept.filter((entry) => entry.place !== place)
        .concat(list.map((entry) => ({...entry, place})))
}

const isField = (node) => node.matches?.('input:not([type=checkbox]), textarea, select')

document.addEventListener('keydown', (event) => {
    if (!on || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented ||
        isField(event.target) || document.querySelector('dialog[open]')) {
        return
    }
    const found = kept.find((entry) => entry.key === event.key)
    if (found) {
        event.preventDefault()
        found.run()
    }
})

function turn(event) {
    on = event.target.checked
    try {
        localStorage.setItem('placera-keys', on ? 'on' : 'off')
    } catch {
        // For this page alone.
    }
}

/** The list of them, under ?. */
export function showKeys() {
    const rows = kept.map((entry) => h('tr', {},
        h('td', {}, h('kbd', {}, entry.key === ' ' ? t('space') : entry.key)),
        h('td', {}, entry.does)))
    openDialog(t('keys_title'),
        h('table', {class: 'keys'}, h('tbody', {}, rows)),
        h('label', {class: 'check'}, h('input', {type: 'checkbox', checked: on, onchange: turn}),
            t('keys_on')))
}
