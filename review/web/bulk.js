// SPDX-License-Identifier: GPL-3.0-or-later
// One action on many: first how many it is for and of what kinds, afterwards who was refused and
// why. Every child carries the version that was seen, so a colleague's change is never overwritten.
import {change, get} from './api.js'
import {desk, refusalText} from './desk.js'
import {openDialog, openForm} from './dialog.js'
import {h, say} from './dom.js'
import {eyesForbid, mayDo} from './rules.js'
import {named, number, t} from './words.js'

const LISTED = 200 // refusals that are shown one by one

/** [[name, count]] of a selection, by a function that names each child's kind. */
function countBy(children, kind) {
    const counts = new Map()
    for (const child of children) {
        counts.set(kind(child), (counts.get(kind(child)) ?? 0) + 1)
    }
    return [...counts].sort((a, b) => a[0] - b[0])
}

// Wishes in their order, then what was given beyond them, then no place.
const kindOf = (child) => (child.offer === null ? 1001 : child.wish ?? 1000)

function kindName(kind) {
    return kind === 1001 ? t('no_place') : kind === 1000 ? t('beyond_wishes') : t('nth', kind)
}

function counts(caption, pairs, name) {
    return h('table', {class: 'dense counts'},
        h('caption', {}, caption),
        h('tbody', {}, pairs.map(([kind, count]) => h('tr', {},
            h('th', {scope: 'row'}, name(kind)), h('td', {class: 'right'}, number(count))))))
}

function preview(action, fit, left) {
    const hidden = fit.filter((child) => child.protected).length
    return [
        h('p', {}, t(`ask_${action}`, fit.length, number(fit.length))),
        counts(t('of_these'), countBy(fit, kindOf), kindName),
        hidden > 0 ? h('p', {}, t('n_protected', hidden)) : null,
        left.length === 0 ? null : h('div', {class: 'note'},
            h('p', {}, t('left_out', left.length, number(left.length))),
            counts(t('by_state'), countBy(left, (child) => child.state),
                (state) => named('state', state))),
    ]
}

function showRefused(done, refused, children) {
    const byNumber = new Map(children.map((child) => [child.child, child]))
    openDialog(t('some_refused'),
        h('p', {}, t('done_and_refused', number(done), number(refused.length))),
        h('div', {class: 'scroll', tabindex: '0', role: 'group', 'aria-label': t('some_refused')},
            h('table', {class: 'dense'},
                h('thead', {}, h('tr', {}, h('th', {scope: 'col'}, t('child')),
                    h('th', {scope: 'col'}, t('why')), h('th', {scope: 'col'}, t('stands_now')))),
                h('tbody', {}, refused.slice(0, LISTED).map((one) => h('tr', {},
                    h('td', {}, h('a', {href: `#/children/${one.child}`},
                        byNumber.get(one.child).id)),
                    h('td', {}, named('refused', one.refused)),
                    h('td', {}, named('state', one.state))))))))
}

function fits(action, child) {
    return mayDo(desk.user, action, child.state) &&
        !eyesForbid(desk.round, desk.user, action, child)
}

/** Asks, does it, tells what came of it; `after` when something was asked of the service. */
export function bulk(action, children, after) {
    const fit = children.filter((child) => fits(action, child))
    const left = children.filter((child) => !fits(action, child))
    if (fit.length === 0) {
        say(t('none_fit', named('action', action)), 'bad')
        return
    }
    openForm(t('bulk_title', named('action', action), number(fit.length)), {
        content: preview(action, fit, left),
        button: t('do_n', named('action', action), number(fit.length)),
        send: async () => {
            try {
                const seen = fit.map(({child, version}) => ({child, version}))
                const answer = await change(action, seen)
                const refused = answer.children.filter((one) => one.refused !== null)
                await after()
                say(t(`did_${action}`, answer.done, number(answer.done)))
                if (refused.length > 0) {
                    showRefused(answer.done, refused, fit)
                }
                return null
            } catch (refusal) {
                return refusalText(refusal)
            }
        },
    })
}

/** One row of the list, at once. put gets the child as it is then. */
export async function confirmOne(action, child, put, reload) {
    if (!fits(action, child)) {
        say(t('not_from', named('action', action), named('state', child.state)), 'bad')
        return
    }
    try {
        const answer = await change(action, [{child: child.child, version: child.version}])
        const [one] = answer.children
        if (one.refused === null) {
            put(await get(`children/${child.child}`))
            say(t('did_one', child.id, named('state', one.state)))
        } else {
            await reload()
            say(t('refused_one', child.id, named('refused', one.refused)), 'bad')
        }
    } catch (refusal) {
        say(refusalText(refusal), 'bad')
    }
}
