// SPDX-License-Identifier: GPL-3.0-or-later
// The worklist's rows. The focus is the place in the list: j and k move it, x marks its row.
import {childName, stateMark, wishText} from './desk.js'
import {h} from './dom.js'
import {metres, month, t} from './words.js'

/** key: what the service sorts by. */
const columns = [
    {key: 'id', text: 'id'},
    {key: 'name', text: 'name'},
    {key: 'school', text: 'placement'},
    {key: 'start', text: 'start', months: true},
    {key: 'wish', text: 'wish'},
    {key: 'metres', text: 'way', right: true},
    {key: 'state', text: 'state'},
    {text: 'handled_by', wide: true},
]

function cells(child, months) {
    return [
        h('td', {class: 'id'}, h('a', {href: `#/children/${child.child}`}, child.id)),
        h('td', {class: 'name'}, childName(child)),
        h('td', {class: 'place'}, child.offer === null ? h('span', {class: 'none'}, t('no_place'))
            : [child.school_name, ' ', h('span', {class: 'soft'}, child.offer_id)]),
        months ? h('td', {class: 'start'}, month(child.start)) : null,
        h('td', {class: 'wish'}, wishText(child)),
        h('td', {class: 'way right'}, metres(child.metres)),
        h('td', {class: 'stands'}, stateMark(child.state)),
        h('td', {class: 'by wide'}, child.decided_by ?? child.confirmed_by ?? ''),
    ]
}

/** selection: Map of number to child; changed: it is another one; sort: by that column. */
export function listTable({selection, months, sort, changed}) {
    let children = []
    let from = null // the row that was marked last, for a range with shift
    const whole = h('input', {type: 'checkbox', 'aria-label': t('select_page'),
                              onchange: togglePage})
    const shown = columns.filter((column) => months || !column.months)
    const heads = shown.map((column) => h('th', {
        scope: 'col',
        class: [column.right ? 'right' : '', column.wide ? 'wide' : ''].join(' ').trim() || null,
    }, column.key ? h('button', {class: 'sort', onclick: () => sort(column.key)}, t(column.text))
        : t(column.text)))
    const body = h('tbody')
    const node = h('table', {class: 'dense children'},
        h('caption', {class: 'spoken'}, t('nav_list')),
        h('thead', {}, h('tr', {}, h('th', {class: 'tick'}, whole), heads)),
        body)

    const boxes = () => [...body.querySelectorAll('input')]
    const at = () => [...body.rows].findIndex((row) => row.contains(document.activeElement))

    function mark(i, on) {
        if (on) {
            selection.set(children[i].child, children[i])
        } else {
            selection.delete(children[i].child)
        }
    }

    function marks() {
        boxes().forEach((box, i) => {
            box.checked = selection.has(children[i].child)
            body.rows[i].classList.toggle('marked', box.checked)
        })
        const n = children.filter((child) => selection.has(child.child)).length
        whole.checked = n > 0 && n === children.length
        whole.indeterminate = n > 0 && n < children.length
    }

    function tick(event, i) {
        const on = event.target.checked
        const [low, high] = event.shiftKey && from !== null ? [Math.min(from, i), Math.max(from, i)]
            : [i, i]
        for (let each = low; each <= high; each++) {
            mark(each, on)
        }
        from = i
        marks()
        changed()
    }

    function togglePage() {
        const on = !children.every((child) => selection.has(child.child))
        children.forEach((_, i) => mark(i, on))
        marks()
        changed()
    }

    function makeRow(child, i) {
        return h('tr', {},
            h('td', {class: 'tick'}, h('input', {
                type: 'checkbox', 'aria-label': t('select', child.id),
                onclick: (event) => tick(event, i)})),
            cells(child, months))
    }

    return {
        node,
        marks,
        togglePage,
        show(list, query) {
            children = list
            from = null
            body.replaceChildren(...list.map(makeRow))
            shown.forEach((column, i) => {
                const sorted = column.key !== undefined && column.key === query.sort
                heads[i].setAttribute('aria-sort', !sorted ? 'none'
                    : query.order === 'falling' ? 'descending' : 'ascending')
            })
            marks()
        },
        /** The child whose row has the focus; null: none. */
        current: () => children[at()] ?? null,
        /** A child anew, in its row; the focus stays. */
        put(child) {
            const i = children.findIndex((one) => one.child === child.child)
            const focused = at() === i
            children[i] = child
            body.rows[i].replaceWith(makeRow(child, i))
            marks()
            if (focused) {
                body.rows[i].querySelector('a').focus()
            }
        },
        move(step) {
            const i = at() === -1 ? (step > 0 ? 0 : children.length - 1) : at() + step
            body.rows[Math.max(0, Math.min(i, children.length - 1))]?.querySelector('a').focus()
        },
        toggle() {
            const i = at()
            if (i >= 0) {
                mark(i, !selection.has(children[i].child))
                from = i
                marks()
                changed()
            }
        },
    }
}
