// SPDX-License-Identifier: GPL-3.0-or-later
// The log, newest first. Each entry's hash holds the one before it; the page shows its beginning.
import {get} from './api.js'
import {h} from './dom.js'
import {moment, named, t} from './words.js'

const LIMIT = 100

/** before or after: what the log keeps of a child, {state, offer, start}, or of something else. */
export function placementText(text) {
    if (text === null) {
        return ''
    }
    let value
    try {
        value = JSON.parse(text)
    } catch {
        return text
    }
    if (value.state !== undefined) {
        return [named('state', value.state), value.offer ?? t('no_place'), value.start]
            .filter((part) => part !== null && part !== undefined).join(' · ')
    }
    if (value.role !== undefined) {
        return [named('role', value.role), value.sees_protected ? t('sees_protected') : null,
                value.open ? null : t('closed_user')].filter((part) => part !== null).join(' · ')
    }
    return value.run !== undefined ? t('run_n', value.run) : text
}

function row(entry) {
    const child = entry.child === null
        ? ''
        : h('a', {href: `#/children?search=${encodeURIComponent(entry.child)}`}, entry.child)
    return h('tr', {},
        h('td', {class: 'right'}, entry.entry),
        h('td', {class: 'nowrap'}, h('time', {datetime: entry.at}, moment(entry.at))),
        h('td', {}, entry.user),
        h('td', {}, named('action', entry.action)),
        h('td', {}, child),
        h('td', {class: 'wide'}, placementText(entry.before)),
        h('td', {}, placementText(entry.after)),
        h('td', {}, entry.reason ?? ''),
        h('td', {class: 'wide'}, h('code', {title: entry.hash}, entry.hash.slice(0, 10))))
}

export function logTable(entries, caption) {
    return h('div', {class: 'scroll', tabindex: '0', role: 'group', 'aria-label': caption},
        h('table', {class: 'dense log'},
            h('caption', {class: 'spoken'}, caption),
            h('thead', {}, h('tr', {},
                h('th', {scope: 'col', class: 'right'}, t('entry')),
                h('th', {scope: 'col'}, t('at')),
                h('th', {scope: 'col'}, t('by')),
                h('th', {scope: 'col'}, t('action')),
                h('th', {scope: 'col'}, t('child')),
                h('th', {scope: 'col', class: 'wide'}, t('before')),
                h('th', {scope: 'col'}, t('after')),
                h('th', {scope: 'col'}, t('reason')),
                h('th', {scope: 'col', class: 'wide'}, t('hash')))),
            h('tbody', {}, entries.map(row))))
}

export async function showLog({query}) {
    const {entries} = await get('log', {before: query.before, limit: LIMIT})
    const last = entries.at(-1)
    const older = last !== undefined && last.entry > 1
    return {
        title: t('nav_log'),
        node: h('div', {class: 'page'},
            h('div', {class: 'title'},
                h('h1', {tabindex: '-1'}, t('nav_log')),
                h('p', {class: 'lead'}, t('log_lead'))),
            logTable(entries, t('nav_log')),
            h('nav', {class: 'pages', 'aria-label': t('pages')},
                query.before ? h('a', {class: 'button', href: '#/log'}, t('newest')) : null,
                older ? h('a', {class: 'button', href: `#/log?before=${last.entry}`}, t('older'))
                    : null)),
    }
}
