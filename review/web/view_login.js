// SPDX-License-Identifier: GPL-3.0-or-later
import {login} from './api.js'
import {refusalText} from './desk.js'
import {h} from './dom.js'
import {t} from './words.js'

function problemText(refusal) {
    if (refusal.status === 429) {
        return t('login_wait', refusal.wait)
    }
    return refusal.status === 401 ? t('login_wrong') : refusalText(refusal)
}

/** The form; `enter` gets the user who came in. */
export function loginForm(enter) {
    const problem = h('p', {class: 'problem', role: 'alert'})
    const name = h('input', {name: 'name', autocomplete: 'username', required: true,
                             autocapitalize: 'none', spellcheck: 'false'})
    const password = h('input', {name: 'password', type: 'password', required: true,
                                 autocomplete: 'current-password'})
    const button = h('button', {class: 'main'}, t('log_in'))
    return h('form', {class: 'login', onsubmit: async (event) => {
        event.preventDefault()
        button.disabled = true
        problem.textContent = ''
        try {
            await enter(await login(name.value.trim(), password.value))
        } catch (refusal) {
            problem.textContent = problemText(refusal)
            password.value = ''
            password.focus()
        }
        button.disabled = false
    }},
    h('img', {src: '/web/icon.svg', alt: '', width: '44', height: '44'}),
    h('h1', {}, 'placera'),
    h('p', {class: 'lead'}, t('login_lead')),
    h('label', {}, t('user_name'), name),
    h('label', {}, t('password'), password),
    problem,
    button,
    h('p', {class: 'small'}, t('login_help')))
}
