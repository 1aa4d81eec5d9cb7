// SPDX-License-Identifier: GPL-3.0-or-later
// The shell: who is logged in, the head of the page, and which view an address (#/...) shows.
import {logout, me} from './api.js'
import {desk, loadRound, refusalText} from './desk.js'
import {fill, h, liveRegion, say} from './dom.js'
import {setKeys, showKeys} from './keys.js'
import {chooseLanguage, currentLanguage, t} from './words.js'
import {showChild} from './view_child.js'
import {showList} from './view_list.js'
import {showLog} from './view_log.js'
import {loginForm} from './view_login.js'
import {showRound} from './view_round.js'
import {showSchool} from './view_school.js'
import {showUsers} from './view_users.js'

const top = h('div', {class: 'top'})
const main = h('main', {id: 'main', tabindex: '-1'})
const routes = [
    [/^$/, 'round', showRound],
    [/^children$/, 'list', showList],
    [/^children\/(\d+)$/, 'list', showChild],
    [/^schools\/(\d+)$/, 'round', showSchool],
    [/^log$/, 'log', showLog],
    [/^users$/, 'users', showUsers],
]

let shown = null // the view at hand: {show, leave, update}
let turn = 0     // of the last navigation: what comes late is not shown

/** #/children/12?lang=sv: the path without its slash, and the query. */
function address() {
    const [path, query] = location.hash.replace(/^#\/?/, '').split('?')
    return {path: path ?? '', query: Object.fromEntries(new URLSearchParams(query ?? ''))}
}

function tab(name, href, text, current) {
    return h('a', {href, 'aria-current': name === current ? 'page' : null}, text)
}

async function changeLanguage() {
    chooseLanguage(currentLanguage() === 'sv' ? 'en' : 'sv')
    await render(true)
}

async function leaveDesk() {
    await logout().catch(() => null)
    desk.user = null
    shown?.leave?.()
    shown = null
    await render(true)
}

function languageButton() {
    const other = currentLanguage() === 'sv' ? 'en' : 'sv'
    return h('button', {class: 'quiet', lang: other, onclick: changeLanguage},
        other === 'en' ? 'English' : 'Svenska')
}

function mast(current) {
    return h('header', {class: 'mast'},
        h('a', {class: 'skip', href: '#main', onclick: (event) => {
            event.preventDefault()
            main.focus()
        }}, t('skip')),
        h('a', {class: 'mark', href: '#/',},
            h('img', {src: '/web/icon.svg', alt: '', width: '26', height: '26'}),
            h('span', {class: 'name'}, 'placera'),
            h('span', {class: 'round'}, desk.round?.name ?? '')),
        h('nav', {'aria-label': t('nav')},
            tab('round', '#/', t('nav_round'), current),
            tab('list', '#/children', t('nav_list'), current),
            tab('log', '#/log', t('nav_log'), current),
            tab('users', '#/users', t('nav_users'), current)),
        h('div', {class: 'who'},
            h('span', {class: 'user'}, desk.user.name,
                h('span', {class: 'role'}, t(`role_${desk.user.role}`))),
            languageButton(),
            h('button', {class: 'quiet', onclick: showKeys, 'aria-label': t('keys_title')}, '?'),
            h('button', {class: 'quiet', onclick: leaveDesk}, t('log_out'))))
}

const go = (hash) => () => {
    location.hash = hash
}

function setPageKeys() {
    setKeys('page', [
        {key: '?', does: t('keys_title'), run: showKeys},
        {key: '1', does: t('nav_round'), run: go('#/')},
        {key: '2', does: t('nav_list'), run: go('#/children')},
        {key: '3', does: t('nav_log'), run: go('#/log')},
        {key: '4', does: t('nav_users'), run: go('#/users')},
    ])
}

function showLogin() {
    setKeys('page', [])
    setKeys('view', [])
    document.title = `${t('log_in')} – placera`
    fill(main, loginForm(async (user) => {
        desk.user = user
        await render(true)
    }))
    fill(top, h('div', {class: 'corner'}, languageButton()))
    main.querySelector('input').focus()
}

function showProblem(refusal) {
    fill(main, h('div', {class: 'page'},
        h('h1', {tabindex: '-1'}, t('problem')),
        h('p', {role: 'alert'}, refusalText(refusal)),
        h('p', {}, h('button', {onclick: () => render(true)}, t('again')))))
}

async function open(found, path, query, mine) {
    const [, name, show] = found
    setKeys('view', [])
    main.setAttribute('aria-busy', 'true')
    try {
        if (desk.round === null) {
            await loadRound()
        }
        const view = await show({number: Number(path.match(found[0])[1]), query})
        if (mine !== turn) {
            view.leave?.()
            return
        }
        shown = {...view, show}
        setPageKeys()
        setKeys('view', view.keys ?? [])
        document.title = `${view.title} – placera`
        fill(main, view.node)
        fill(top, mast(name))
        await view.ready?.()
    } catch (refusal) {
        if (mine === turn && desk.user !== null) {
            fill(top, mast(name))
            showProblem(refusal)
        }
    }
    main.removeAttribute('aria-busy')
}

/** Shows what the address says. anew: even where that view is there already. */
async function render(anew = false) {
    turn += 1
    const mine = turn
    document.documentElement.lang = currentLanguage()
    if (desk.user === null) {
        showLogin()
        return
    }
    const {path, query} = address()
    const found = routes.find(([pattern]) => pattern.test(path)) ?? routes[0]
    if (!anew && shown?.show === found[2] && shown.update) {
        shown.update(query)
        return
    }
    shown?.leave?.()
    shown = null
    for (const dialog of document.querySelectorAll('dialog')) {
        dialog.remove()
    }
    await open(found, path, query, mine)
    if (!anew && mine === turn) {
        window.scrollTo(0, 0)
        const heading = main.querySelector('h1')
        heading?.focus({preventScroll: true})
    }
}

window.addEventListener('hashchange', () => render())
document.addEventListener('placera:again', () => render(true))
document.addEventListener('placera:logged-out', () => {
    if (desk.user !== null) {
        desk.user = null
        shown?.leave?.()
        shown = null
        render(true)
        say(t('log_in_again'), 'bad')
    }
})

fill(document.body, top, main, liveRegion())
try {
    desk.user = await me()
    await render(true)
} catch (refusal) {
    showProblem(refusal)
}
