// SPDX-License-Identifier: GPL-3.0-or-later
// Home and schools on a plane of metres (SWEREF 99 TM): no tiles, so nothing is fetched and nobody
// learns whose home is looked at.
import {h} from './dom.js'
import {metres, t} from './words.js'

const NEAR = 1.3 // other schools are shown as far as the furthest wish, times this

const place = (one) => [one.y, one.x]

function label(name, way) {
    return h('span', {}, name, way === null || way === undefined ? '' : ` · ${metres(way)}`)
}

function pin(L, map, one, {text, kind, title, fixed}) {
    const icon = L.divIcon({className: `pin ${kind}`, html: h('span', {}, text),
                            iconSize: [26, 26]})
    return L.marker(place(one), {icon, keyboard: false, zIndexOffset: fixed ? 1000 : 0})
        .bindTooltip(title, {permanent: fixed, direction: 'top', offset: [0, -12]}).addTo(map)
}

/** Schools that are neither wished nor given, for the lie of the land. */
function drawOthers(L, map, child, schools, special) {
    const away = (one) => Math.hypot(one.x - child.x, one.y - child.y)
    const reach = NEAR * Math.max(600, ...special.map(away))
    for (const school of schools) {
        if (school.x !== null && away(school) < reach && !special.includes(school)) {
            L.circleMarker(place(school), {radius: 5, className: 'other'})
                .bindTooltip(label(school.name, null), {direction: 'top'}).addTo(map)
        }
    }
}

/**
 * Draws into node, which is in the page. wished: [{rank, school, metres}]; placed: a school's
 * number or null. Answers what lets go of it.
 */
export async function drawMap(node, child, schools, wished, placed) {
    const L = await import('/web/leaflet.esm.min.js')
    const map = L.map(node, {crs: L.CRS.Simple, minZoom: -8, maxZoom: 3, zoomSnap: 0.25,
                             attributionControl: false, zoomControl: false, keyboard: true,
                             zoomAnimation: false, fadeAnimation: false, scrollWheelZoom: false})
    L.control.zoom({zoomInTitle: t('zoom_in'), zoomOutTitle: t('zoom_out')}).addTo(map)
    L.control.scale({imperial: false}).addTo(map)
    const shown = new Map() // school to wish
    for (const wish of wished) {
        const school = schools[wish.school]
        if (school.x !== null && !shown.has(school)) {
            shown.set(school, wish)
        }
    }
    const given = placed === null ? null : schools[placed]
    if (given !== null && given.x !== null && !shown.has(given)) {
        shown.set(given, {rank: null, metres: child.metres})
    }
    const bounds = L.latLngBounds([place(child)])
    for (const [school, wish] of shown) {
        const is = school === given
        bounds.extend(place(school))
        L.polyline([place(child), place(school)], {className: is ? 'way given' : 'way',
                                                   interactive: false}).addTo(map)
        pin(L, map, school, {text: wish.rank ?? '★', kind: is ? 'given' : 'wished', fixed: is,
                             title: label(school.name, wish.metres)})
    }
    drawOthers(L, map, child, schools, [...shown.keys()])
    pin(L, map, child, {text: '⌂', kind: 'home', title: t('home'), fixed: false})
    map.fitBounds(bounds, {padding: [36, 36], maxZoom: 0})
    return () => map.remove()
}
