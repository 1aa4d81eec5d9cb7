// SPDX-License-Identifier: GPL-3.0-or-later
// The worklist: the service filters, sorts and counts; the address holds what is asked for, so that
// back, a bookmark and a colleague's link show the same. The selection outlives pages, and ends
// with the filter that it was made in.
import {get, queryText} from './api.js'
import {bulk, confirmOne} from './bulk.js'
import {desk, knownSchools, refusalText} from './desk.js'
import {h, say} from './dom.js'
import {filterBar} from './list_filter.js'
import {listTable} from './list_table.js'
import {selectionBar} from './list_selection.js'
import {number, t} from './words.js'

export const PAGE = 100
const filters = ['state', 'school', 'basis', 'search']
const asked = [...filters, 'sort', 'order', 'offset']

const only = (query, keys) => Object.fromEntries(keys.filter((key) => query[key])
    .map((key) => [key, query[key]]))

/** Links to the pages before and after, and where this one is. */
function pages(query, total, count) {
    const offset = Number(query.offset ?? 0)
    const link = (text, to, rel) => h('a', {class: 'button', rel,
        href: `#/children${queryText({...query, offset: to || null})}`}, text)
    return h('nav', {class: 'pages', 'aria-label': t('pages')},
        offset > 0 ? link(t('page_before'), Math.max(0, offset - PAGE), 'prev') : null,
        h('span', {}, count === 0 ? t('none_found')
            : t('page_of', number(offset + 1), number(offset + count), number(total))),
        offset + count < total ? link(t('page_after'), offset + PAGE, 'next') : null)
}

export async function showList({query: first}) {
    let query = only(first, asked)
    let answer = await get('children', {...query, limit: PAGE})
    const schools = await knownSchools()
    const selection = new Map()
    let turn = 0

    const rows = h('div', {class: 'rows'})
    const foot = h('div')
    const filter = filterBar(schools, query, (changes) => ask(changes))
    const table = listTable({
        selection,
        months: desk.round.months,
        sort: (key) => {
            const falling = (query.sort ?? 'child') === key && query.order !== 'falling'
            ask({sort: key, order: falling ? 'falling' : null})
        },
        changed: () => bar.show(),
    })
    const bar = selectionBar({
        selection,
        total: () => answer.total,
        rows: () => answer.children,
        all: selectAll,
        changed: () => table.marks(),
        act: (action) => bulk(action, [...selection.values()], reload),
    })

    /** Another filter or order: the first page of it, in place of this one in the history. */
    function ask(changes) {
        const next = only({...query, ...changes, offset: null}, asked)
        history.replaceState(null, '', `#/children${queryText(next)}`)
        update(next)
    }

    function show() {
        table.show(answer.children, query)
        rows.replaceChildren(table.node)
        foot.replaceChildren(pages(query, answer.total, answer.children.length))
        filter.count(answer.total)
        desk.sequence = {ids: answer.children.map((child) => child.child), back: location.hash}
        bar.show()
    }

    async function load() {
        turn += 1
        const mine = turn
        rows.setAttribute('aria-busy', 'true')
        try {
            const got = await get('children', {...query, limit: PAGE})
            if (mine === turn) {
                answer = got
                show()
            }
        } catch (refusal) {
            say(refusalText(refusal), 'bad')
        }
        rows.removeAttribute('aria-busy')
    }

    function update(asking) {
        const next = only(asking, asked)
        if (filters.some((key) => next[key] !== query[key])) {
            selection.clear()
        }
        query = next
        filter.set(query)
        return load()
    }

    async function reload() {
        selection.clear()
        await load()
    }

    /** All of the filter, 500 at a time, as far as one change may go. */
    async function selectAll(most) {
        for (let offset = 0; offset < Math.min(answer.total, most); offset += 500) {
            const {children} = await get('children', {
                ...only(query, filters), sort: 'child', offset, limit: 500})
            for (const child of children.slice(0, most - selection.size)) {
                selection.set(child.child, child)
            }
        }
        table.marks()
        bar.show()
    }

    async function act(action) {
        const child = table.current()
        if (selection.size > 0) {
            bulk(action, [...selection.values()], reload)
        } else if (child !== null) {
            await confirmOne(action, child, (changed) => table.put(changed), reload)
        }
    }

    const page = (step) => () => foot.querySelector(`[rel=${step}]`)?.click()
    show()
    return {
        title: t('nav_list'),
        node: h('div', {class: 'page list'},
            h('div', {class: 'title'}, h('h1', {tabindex: '-1'}, t('nav_list'))),
            filter.node, rows, foot, bar.node),
        update,
        keys: [
            {key: 'j', does: t('key_next'), run: () => table.move(1)},
            {key: 'k', does: t('key_before'), run: () => table.move(-1)},
            {key: 'x', does: t('key_select'), run: () => table.toggle()},
            {key: '*', does: t('key_select_page'), run: () => table.togglePage()},
            {key: 'c', does: t('key_confirm'), run: () => act('confirm')},
            {key: 'b', does: t('key_decide'), run: () => act('decide')},
            {key: '/', does: t('key_search'), run: () => filter.focus()},
            {key: 'n', does: t('page_after'), run: page('next')},
            {key: 'p', does: t('page_before'), run: page('prev')},
        ],
    }
}
