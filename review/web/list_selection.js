// SPDX-License-Identifier: GPL-3.0-or-later
// What is selected, and what may be done with it: a bar that stays at the foot of the window.
import {desk} from './desk.js'
import {fill, h} from './dom.js'
import {bulkActions, mayDo} from './rules.js'
import {named, number, t} from './words.js'

const MOST = 5000 // children in one change

/** all: selects the whole filter; act: begins an action; changed: the selection is another one. */
export function selectionBar({selection, total, rows, all, changed, act}) {
    const node = h('section', {class: 'selection', 'aria-label': t('selection'), hidden: true})

    async function everything(event) {
        event.target.disabled = true
        await all(MOST)
    }

    function buttons() {
        const kept = [...selection.values()]
        return bulkActions.flatMap((action) => {
            const n = kept.filter((child) => mayDo(desk.user, action, child.state)).length
            return n === 0 ? [] : [h('button', {
                class: action === 'confirm' || action === 'decide' ? 'main' : null,
                onclick: () => act(action),
            }, t('do_n', named('action', action), number(n)))]
        })
    }

    function show() {
        const page = rows()
        const whole = page.length > 0 && page.every((child) => selection.has(child.child))
        const more = Math.min(total(), MOST)
        node.hidden = selection.size === 0
        fill(node,
            h('p', {role: 'status'}, t('selected', selection.size, number(selection.size))),
            whole && selection.size < more
                ? h('button', {class: 'quiet', onclick: everything},
                    total() > MOST ? t('select_first', number(MOST))
                        : t('select_all', number(total())))
                : null,
            h('button', {class: 'quiet', onclick: () => {
                selection.clear()
                changed()
                show()
            }}, t('select_none')),
            h('span', {class: 'space'}),
            buttons())
    }
    return {node, show}
}
