// SPDX-License-Identifier: GPL-3.0-or-later
// What the worklist is narrowed down by.
import {fill, h} from './dom.js'
import {states} from './rules.js'
import {compare, named, number, t} from './words.js'

const bases = ['wish', 'fallback', 'current', 'locked', 'none', 'override', 'reserve']
const WAIT_MS = 250 // after the last letter of a search

function choice(name, text, options, changed) {
    const node = h('select', {name, onchange: () => changed({[name]: node.value})},
        h('option', {value: ''}, t('all')),
        options.map(([value, label]) => h('option', {value}, label)))
    return {name, node, label: h('label', {}, text, node)}
}

/** changed gets what is asked for anew: {state: 'proposed'}. */
export function filterBar(schools, query, changed) {
    let waiting = 0
    const search = h('input', {type: 'search', name: 'search', placeholder: t('search_hint'),
                               autocomplete: 'off', spellcheck: 'false',
                               oninput: () => {
                                   clearTimeout(waiting)
                                   waiting = setTimeout(() => changed({search: search.value}),
                                                        WAIT_MS)
                               }})
    const ordered = [...schools].sort((a, b) => compare(a.name, b.name))
        .map((one) => [String(one.school), one.name])
    const choices = [
        choice('state', t('state'), states.map((state) => [state, named('state', state)]), changed),
        choice('school', t('school'), ordered, changed),
        choice('basis', t('basis'), bases.map((basis) => [basis, named('basis', basis)]), changed),
    ]
    const count = h('p', {class: 'found', role: 'status'})
    const clear = h('button', {type: 'button', class: 'quiet', onclick: () => {
        changed({state: null, school: null, basis: null, search: null})
    }}, t('clear'))

    function set(asked) {
        for (const {name, node} of choices) {
            node.value = asked[name] ?? ''
        }
        if (document.activeElement !== search || !asked.search) {
            search.value = asked.search ?? ''
        }
        clear.hidden = !['state', 'school', 'basis', 'search'].some((key) => asked[key])
    }
    set(query)
    return {
        node: h('form', {class: 'filter', role: 'search', 'aria-label': t('filter'),
                         onsubmit: (event) => event.preventDefault()},
            h('label', {class: 'search'}, t('search'), search),
            choices.map((one) => one.label), clear, count),
        set,
        focus: () => search.focus(),
        count: (total) => fill(count, t('found', total, number(total))),
    }
}
