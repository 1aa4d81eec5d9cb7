// SPDX-License-Identifier: GPL-3.0-or-later
import {get, post} from './api.js'
import {desk, refusalText} from './desk.js'
import {h, say} from './dom.js'
import {t} from './words.js'

function row(user) {
    return h('tr', {},
        h('th', {scope: 'row'}, user.name, user.name === desk.user.name ? ` (${t('you')})` : ''),
        h('td', {}, t(`role_${user.role}`)),
        h('td', {}, user.sees_protected ? t('yes') : t('no')),
        h('td', {}, user.open ? t('yes') : t('no')))
}

function field(name, text, complete) {
    return h('label', {}, text,
        h('input', {name, type: 'password', required: true, autocomplete: complete,
                    minlength: name === 'old' ? null : '12'}))
}

/** A new password ends every session of the user: the service says so, and so does the page. */
function passwordForm() {
    const problem = h('p', {class: 'problem', role: 'alert'})
    const form = h('form', {class: 'card narrow'},
        h('h2', {}, t('password_own')),
        h('p', {class: 'small'}, t('password_lead')),
        field('old', t('password_old'), 'current-password'),
        field('new', t('password_new'), 'new-password'),
        field('again', t('password_again'), 'new-password'),
        problem,
        h('button', {class: 'main'}, t('password_change')))
    form.addEventListener('submit', async (event) => {
        event.preventDefault()
        const data = new FormData(form)
        if (data.get('new') !== data.get('again')) {
            problem.textContent = t('password_differ')
            return
        }
        try {
            await post('password', {old: data.get('old'), new: data.get('new')})
            desk.user = null
            document.dispatchEvent(new CustomEvent('placera:again'))
            say(t('password_changed'))
        } catch (refusal) {
            problem.textContent = refusal.code === 'password' ? t('password_wrong')
                : refusalText(refusal)
        }
    })
    return form
}

export async function showUsers() {
    const {users} = await get('users')
    return {
        title: t('nav_users'),
        node: h('div', {class: 'page'},
            h('div', {class: 'title'},
                h('h1', {tabindex: '-1'}, t('nav_users')),
                h('p', {class: 'lead'}, t('users_lead'))),
            h('div', {class: 'two'},
                h('div', {class: 'card'}, h('div', {class: 'scroll', tabindex: '0', role: 'group',
                                                    'aria-label': t('nav_users')},
                    h('table', {class: 'dense'},
                        h('caption', {class: 'spoken'}, t('nav_users')),
                        h('thead', {}, h('tr', {},
                            h('th', {scope: 'col'}, t('user_name')),
                            h('th', {scope: 'col'}, t('role')),
                            h('th', {scope: 'col'}, t('sees_protected')),
                            h('th', {scope: 'col'}, t('may_enter')))),
                        h('tbody', {}, users.map(row))))),
                passwordForm())),
    }
}
