// SPDX-License-Identifier: GPL-3.0-or-later
// A running desk on a store of its own: the district, solved, with made-up people, and users.
import {execFileSync, spawn} from 'node:child_process'
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

export const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..')
const build = join(root, process.env.PLACERA_BUILD ?? 'build/default')
const instance = join(root, 'instances/district')

const firsts = ['Alma', 'Hugo', 'Vera', 'Nils', 'Selma', 'Otto', 'Saga', 'Amir', 'Åsa', 'Örjan',
                'Leila', 'Ebbe', 'Ines', 'Tage', 'Maja', 'Yusuf', 'Tuva']
const lasts = ['Andersson', 'Öhman', 'Lind', 'Haddad', 'Åberg', 'Nyström', 'Berg', 'Ali', 'Holm',
               'Sjögren', 'Ek', 'Wallin', 'Kovač', 'Nguyen', 'Ceder', 'Palm', 'Rask', 'Dal',
               'Frisk']
const streets = ['Björkvägen', 'Ängsgatan', 'Kvarnbacken', 'Skolgränd', 'Åstigen']

/** One name is HTML: the page must show it as it is written. */
export const HTML_NAME = '<b onclick="alert(1)">Bo</b> & Co'
export const HTML_CHILD = 'A0002'

function peopleOf(applicants) {
    const ids = applicants.trim().split('\n').slice(1).map((line) => line.split(',')[0])
    const rows = ids.map((id, i) => {
        const last = lasts[(i * 7) % lasts.length]
        const name = id === HTML_CHILD ? `"${HTML_NAME.replaceAll('"', '""')}"`
            : `${firsts[i % firsts.length]} ${last}`
        return `${id},${name},${firsts[(i * 5 + 3) % firsts.length]} ${last},`
            + `"${streets[i % streets.length]} ${(i % 90) + 1}, 412 ${(i % 80) + 10} Älvstaden"`
    })
    return `applicant,name,guardian,address\n${rows.join('\n')}\n`
}

function placera(...words) {
    return execFileSync(join(build, 'placera'), words, {encoding: 'utf8', stdio: 'pipe'})
}

/** Adds a user; answers the password, which is told once. */
export function addUser(store, name, ...more) {
    const told = placera('review', 'user', store, 'add', name, ...more)
    return told.split('\n')[1].trim()
}

/** {url, store, password: {anna, ...}, stop()} */
export async function startDesk(options = []) {
    const folder = mkdtempSync(join(tmpdir(), 'placera-web-'))
    const store = join(folder, 'round.sqlite')
    const people = join(folder, 'people.csv')
    writeFileSync(people, peopleOf(readFileSync(join(instance, 'applicants.csv'), 'utf8')))
    placera('solve', instance, '--out', join(folder, 'out'))
    placera('review', 'init', store, instance, join(folder, 'out'), '--people', people, ...options)
    const password = {
        anna: addUser(store, 'anna', '--role', 'caseworker'),
        bo: addUser(store, 'bo', '--role', 'approver', '--sees-protected'),
        rut: addUser(store, 'rut', '--role', 'reader'),
    }
    const service = spawn(join(build, 'placera'), ['review', 'serve', store, '--port', '0'],
                          {stdio: ['ignore', 'pipe', 'inherit']})
    const url = await new Promise((resolve, reject) => {
        let said = ''
        service.stdout.on('data', (bytes) => {
            said += bytes
            const found = /http:\S+\//.exec(said)
            if (found) {
                resolve(found[0])
            }
        })
        service.on('exit', () => reject(new Error(`the service ended: ${said}`)))
    })
    const ended = new Promise((resolve) => service.on('exit', resolve))
    return {
        url, store, password,
        audit: () => placera('review', 'audit', store),
        stop: async () => {
            service.kill('SIGTERM')
            await ended
            rmSync(folder, {recursive: true, force: true})
        },
    }
}
