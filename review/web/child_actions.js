// SPDX-License-Identifier: GPL-3.0-or-later
// What may be done with the child at hand, and what happens when a colleague was faster: the page
// shows what the colleague did, and the child as it is now; nothing is sent again by itself.
import {change, get} from './api.js'
import {desk, refusalText} from './desk.js'
import {openDialog, openForm} from './dialog.js'
import {h, say} from './dom.js'
import {openOverride} from './override.js'
import {actions, eyesForbid, mayDo} from './rules.js'
import {moment, named, t} from './words.js'
import {placementText} from './view_log.js'

/** The latest of the log about this child, which is what the colleague did. */
async function showConflict(child, reason) {
    const {entries} = await get('log', {child: child.id, limit: 3})
    openDialog(t('conflict_title'),
        h('p', {}, t('conflict_lead')),
        h('ol', {class: 'conflict'}, entries.map((entry) => h('li', {},
            h('b', {}, entry.user), ' · ', named('action', entry.action), ' · ',
            h('time', {datetime: entry.at}, moment(entry.at)),
            h('br'), placementText(entry.after),
            entry.reason ? [h('br'), h('q', {}, entry.reason)] : null))),
        reason ? h('p', {}, t('conflict_reason'), h('br'), h('q', {}, reason)) : null)
}

/** Does it; answers null, or a text where it went wrong that the reader can mend. */
async function perform(action, child, more, reason, reload) {
    const answer = await change(action, [{child: child.child, version: child.version, ...more}],
                                reason)
    const [one] = answer.children
    if (one.refused === null) {
        await reload()
        say(t('did_one', child.id, named('state', one.state)))
        return null
    }
    if (one.refused === 'conflict' || one.refused === 'state') {
        await reload()
        await showConflict(child, reason)
        return null
    }
    return named('refused', one.refused)
}

function askReason(action, child, reload) {
    openForm(t('ask_title', named('action', action), child.id), {
        content: [
            h('p', {}, t(`ask_${action}_one`)),
            h('label', {}, t('reason'),
                h('textarea', {name: 'reason', required: true, rows: '3', maxlength: '1500'})),
            h('p', {class: 'small'}, t('reason_logged')),
        ],
        button: named('action', action),
        danger: true,
        send: (data) => perform(action, child, {}, data.get('reason'), reload)
            .catch(refusalText),
    })
}

async function run(action, child, reload) {
    if (action === 'override') {
        await openOverride(child, desk.round,
            (more, reason) => perform(action, child, more, reason, reload))
    } else if (actions[action].reason) {
        askReason(action, child, reload)
    } else {
        const wrong = await perform(action, child, {}, null, reload).catch(refusalText)
        if (wrong !== null) {
            say(wrong, 'bad')
        }
    }
}

/** {node, keys}: a button an action that the state and the role allow. */
export function childActions(child, reload) {
    const buttons = []
    const keys = []
    for (const [action, rule] of Object.entries(actions)) {
        if (!mayDo(desk.user, action, child.state)) {
            continue
        }
        const forbidden = eyesForbid(desk.round, desk.user, action, child)
        const act = () => run(action, child, reload)
        buttons.push(h('button', {class: rule.main ? 'main' : null, disabled: forbidden,
                                  title: forbidden ? t('refused_eyes') : null,
                                  'aria-keyshortcuts': rule.key, onclick: act},
            named('action', action), h('kbd', {'aria-hidden': 'true'}, rule.key)))
        if (!forbidden) {
            keys.push({key: rule.key, does: named('action', action), run: act})
        }
    }
    return {
        node: h('div', {class: 'actions', role: 'group', 'aria-label': t('actions')},
            buttons.length === 0 ? h('p', {class: 'soft'}, t('nothing_to_do')) : buttons),
        keys,
    }
}
