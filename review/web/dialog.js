// SPDX-License-Identifier: GPL-3.0-or-later
// Dialogs: the browser's own element keeps the focus inside and gives it back.
import {h} from './dom.js'
import {t} from './words.js'

let count = 0

/** Opens one; answers its element, whose close() ends it. */
export function openDialog(title, ...content) {
    count += 1
    const id = `dialog-${count}`
    const dialog = h('dialog', {'aria-labelledby': id},
        h('header', {},
            h('h2', {id}, title),
            h('button', {type: 'button', class: 'quiet close', 'aria-label': t('close'),
                         onclick: () => dialog.close()}, '×')),
        h('div', {class: 'body'}, content))
    dialog.addEventListener('close', () => dialog.remove())
    document.body.append(dialog)
    dialog.showModal()
    return dialog
}

/**
 * A form in a dialog. `send` gets the form's data and answers a text where it went wrong, or null:
 * then the dialog closes.
 */
export function openForm(title, {content, button, danger = false, send}) {
    const problem = h('p', {class: 'problem', role: 'alert'})
    const submit = h('button', {class: danger ? 'main danger' : 'main'}, button)
    const form = h('form', {},
        content,
        problem,
        h('footer', {},
            h('button', {type: 'button', onclick: () => dialog.close()}, t('cancel')),
            submit))
    form.addEventListener('submit', async (event) => {
        event.preventDefault()
        submit.disabled = true
        problem.textContent = ''
        const wrong = await send(new FormData(form))
        submit.disabled = false
        if (wrong === null) {
            dialog.close()
        } else {
            problem.textContent = wrong
        }
    })
    const dialog = openDialog(title, form)
    const first = form.querySelector('select, input, textarea') ?? submit
    first.focus()
    return dialog
}
