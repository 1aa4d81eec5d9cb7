// SPDX-License-Identifier: GPL-3.0-or-later
// The desk's JSON API. The session is a cookie that scripts cannot read; each change carries the
// session's token, which lives here.

let token = ''

/** What the service said no to: `code` is its word for it. */
export class Refusal extends Error {
    constructor(status, code, text) {
        super(text)
        this.status = status
        this.code = code
    }
}

async function ask(path, options) {
    let response
    try {
        response = await fetch(`/api/1/${path}`, {credentials: 'same-origin', ...options})
    } catch {
        throw new Refusal(0, 'network', 'no answer')
    }
    const answer = await response.json().catch(() => ({error: {code: 'answer', text: 'no JSON'}}))
    if (answer.error || (!response.ok && !answer.children)) {
        const refusal = new Refusal(response.status, answer.error?.code ?? 'answer',
                                    answer.error?.text ?? '')
        refusal.wait = Number(response.headers.get('Retry-After') ?? 0)
        if (response.status === 401 && path !== 'login') {
            document.dispatchEvent(new CustomEvent('placera:logged-out'))
        }
        throw refusal
    }
    return answer
}

/** The query's members that are neither null nor ''. */
export function queryText(query = {}) {
    const pairs = Object.entries(query)
        .filter(([, value]) => value !== null && value !== undefined && value !== '')
    const text = new URLSearchParams(pairs).toString()
    return text === '' ? '' : `?${text}`
}

export function get(path, query) {
    return ask(path + queryText(query), {})
}

export function post(path, body) {
    return ask(path, {
        method: 'POST',
        headers: {'Content-Type': 'application/json', 'X-Placera-Token': token},
        body: JSON.stringify(body),
    })
}

/** Who is logged in; null: nobody. */
export async function me() {
    try {
        const answer = await get('me')
        token = answer.token
        return answer.user
    } catch (refusal) {
        if (refusal.status === 401) {
            return null
        }
        throw refusal
    }
}

export async function login(name, password) {
    const answer = await post('login', {name, password})
    token = answer.token
    return answer.user
}

export async function logout() {
    await post('logout', {})
    token = ''
}

/** One action on children: [{child, version, offer, start}]. Answers what became of each. */
export function change(action, children, reason) {
    return post('changes', {action, children, ...(reason ? {reason} : {})})
}
