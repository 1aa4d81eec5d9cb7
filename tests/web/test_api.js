// SPDX-License-Identifier: GPL-3.0-or-later
// docs/review-api.json against the running service: every path and method of one is in the other,
// and every answer is what the document says it is.
import assert from 'node:assert/strict'
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {after, before, test} from 'node:test'
import Ajv from 'ajv/dist/2020.js'
import {root, startDesk} from './desk.js'

const api = JSON.parse(readFileSync(join(root, 'docs/review-api.json'), 'utf8'))
const ajv = new Ajv({strict: false, allErrors: true})
ajv.addSchema(api, 'api')

let desk
const who = {}

/** Follows a reference within the document. */
function follow(part) {
    return part?.$ref === undefined ? part
        : part.$ref.slice(2).split('/').reduce((at, key) => at[key], api)
}

/** Where the schema of an answer stands in the document; undefined: the status is not in it. */
function schemaOf(path, method, status) {
    const responses = api.paths[path][method].responses
    const response = follow(responses[status])
    if (response === undefined) {
        return undefined
    }
    const name = path.replaceAll('~', '~0').replaceAll('/', '~1')
    const way = responses[status].$ref?.slice(1)
        ?? `/paths/${name}/${method}/responses/${status}`
    return `api#${way}/content/application~1json/schema`
}

/** Asks and holds the answer against the document; the answer. */
async function ask(user, method, path, {at = path, body, headers = {}} = {}) {
    const session = who[user] ?? {}
    const response = await fetch(`${desk.url}api/1${at}`, {
        method: method.toUpperCase(),
        headers: {
            ...(session.cookie ? {Cookie: session.cookie} : {}),
            ...(session.token && method === 'post' ? {'X-Placera-Token': session.token} : {}),
            ...(body === undefined ? {} : {'Content-Type': 'application/json'}),
            ...headers,
        },
        body: body === undefined ? undefined : JSON.stringify(body),
    })
    const answer = await response.json()
    const schema = schemaOf(path, method, response.status)
    assert.ok(schema, `${method} ${at} answers ${response.status}, which is not in the document`)
    const good = ajv.validate({$ref: schema}, answer)
    assert.ok(good, `${method} ${at} ${response.status}: ${ajv.errorsText()}\n`
        + JSON.stringify(answer).slice(0, 500))
    return {status: response.status, answer, headers: response.headers}
}

async function logIn(user) {
    const {status, answer, headers} = await ask('nobody', 'post', '/login',
                                                {body: {name: user, password: desk.password[user]}})
    assert.equal(status, 200)
    who[user] = {cookie: headers.get('set-cookie').split(';')[0], token: answer.token}
}

before(async () => {
    desk = await startDesk()
    for (const user of ['anna', 'bo', 'rut']) {
        await logIn(user)
    }
})
after(() => desk.stop())

test('document and service have the same paths and methods', () => {
    const source = readFileSync(join(root, 'review/service.c'), 'utf8')
    const served = [...source.matchAll(/\{"(GET|POST)", "\/api\/1([^"]*)"/g)]
        .map(([, method, path]) => `${method.toLowerCase()} ${path}`).sort()
    const said = Object.entries(api.paths).flatMap(([path, methods]) => Object.keys(methods)
        .map((method) => `${method} ${path.replace(/\{[a-z]+\}/, '#')}`)).sort()
    assert.ok(served.length > 10)
    assert.deepEqual(said, served)
})

test('every GET answers as the document says, to whoever may ask and to nobody', async () => {
    const ways = {'/schools/{school}': '/schools/3', '/children/{child}': '/children/7?lang=en',
                  '/preview': '/preview?child=1&offer=2'}
    for (const [path, methods] of Object.entries(api.paths)) {
        if (methods.get) {
            const at = ways[path] ?? path
            assert.equal((await ask('rut', 'get', path, {at})).status, 200)
            assert.equal((await ask('bo', 'get', path, {at})).status, 200)
            assert.equal((await ask('nobody', 'get', path, {at})).status, 401)
        }
    }
})

test('queries and absent things are refused as the document says', async () => {
    for (const [path, at, status] of [
        ['/children', '/children?limit=0', 400], ['/children', '/children?sort=age', 400],
        ['/log', '/log?before=x', 400], ['/preview', '/preview?child=999999', 400],
        ['/children/{child}', '/children/999999', 404], ['/schools/{school}', '/schools/999', 404],
    ]) {
        assert.equal((await ask('rut', 'get', path, {at})).status, status, at)
    }
})

test('changes are answered as the document says', async () => {
    const change = (user, action, child, version, more = {}) => ask(user, 'post', '/changes', {
        body: {action, reason: 'skäl', children: [{child, version, ...more}]}})
    for (const [user, action, child, version, status, more] of [
        ['anna', 'confirm', 0, 0, 200], ['anna', 'confirm', 0, 0, 409],
        ['anna', 'decide', 0, 1, 403], ['rut', 'return', 0, 1, 403],
        ['anna', 'override', 1, 0, 200, {offer: null}],
        ['anna', 'override', 2, 0, 409, {offer: 9999}],
        ['anna', 'return', 3, 0, 200], ['anna', 'withdraw', 3, 1, 200],
        ['anna', 'confirm', 999999, 0, 404],
        ['bo', 'decide', 0, 1, 200], ['anna', 'decline', 0, 2, 200], ['bo', 'reopen', 0, 3, 200],
        ['anna', 'fly', 0, 4, 400],
    ]) {
        const {status: got, answer} = await change(user, action, child, version, more)
        assert.equal(got, status, `${action} of ${child}: ${JSON.stringify(answer)}`)
    }
    assert.equal((await ask('anna', 'post', '/changes', {body: {}})).status, 400)
    const foreign = {'X-Placera-Token': 'x'}
    assert.equal((await ask('anna', 'post', '/changes', {body: {}, headers: foreign})).status, 403)
    const text = {'Content-Type': 'text/plain'}
    assert.equal((await ask('anna', 'post', '/changes', {body: {}, headers: text})).status, 415)
    await ask('rut', 'get', '/children', {at: '/children?state=confirmed'})
    await ask('rut', 'get', '/log')
})

test('to log in, out and to take another password', async () => {
    const wrong = {name: 'rut', password: 'not the password'}
    assert.equal((await ask('nobody', 'post', '/login', {body: wrong})).status, 401)
    assert.equal((await ask('nobody', 'post', '/login', {body: {}})).status, 400)
    const other = {old: desk.password.rut, new: 'a password of some length'}
    assert.equal((await ask('rut', 'post', '/password', {body: {...other, new: 'x'}})).status, 400)
    assert.equal((await ask('rut', 'post', '/password', {body: other})).status, 200)
    assert.equal((await ask('rut', 'get', '/me')).status, 401)
    assert.equal((await ask('bo', 'post', '/logout', {body: {}})).status, 200)
    let tries = 0
    while ((await ask('nobody', 'post', '/login', {body: wrong})).status !== 429) {
        assert.ok(++tries < 20)
    }
})
