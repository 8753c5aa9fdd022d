"""urql and Apollo Client against the real server: what a URL may hold goes by GET, the rest by POST."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

PACKAGES = ["@urql/core@6.0.3", "@apollo/client@4.3.8", "rxjs@7.8.2", "graphql@16.11.0"]
CLIENTS = """
import { createHash } from 'node:crypto';
import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client/core';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { Client, cacheExchange, fetchExchange, gql } from '@urql/core';

const url = process.argv[2];
const cells = { needs: ['documents.tax-code'], situations: ['release'] };
const facts = [{ name: 'age', test: { is: '40' } }];
const COVERAGE = 'query Cells($query: CoverageQuery) { coverage(query: $query) { cellCount } }';
const questions = {
  read: ['query Name($slug: String!) { service(slug: $slug) { name } }', { slug: 'celav-equipe-carcere' }],
  'without facts': [COVERAGE, { query: cells }],
  'with facts': [COVERAGE, { query: { ...cells, facts } }],
  plan: ['query Plan($text: String!) { ask(text: $text) { status } }', { text: 'from San Vittore release to work' }],
};
const sent = [];
const watched = async (address, options) => {
  const answer = await fetch(address, options);
  sent.push(`${options.method ?? 'GET'} ${answer.status}`);
  return answer;
};
const found = {};
const ask = async (name, query) => {
  found[name] = {};
  for (const [what, [text, variables]] of Object.entries(questions)) {
    const { data } = await query(gql(text), variables).catch(() => ({}));
    found[name][what] = [data != null, ...sent.splice(0)];
  }
};
const sha256 = (text) => createHash('sha256').update(text).digest('hex');
for (const [name, useGETForHashedQueries] of [['Apollo by GET', true], ['Apollo', false]]) {
  const persisted = new PersistedQueryLink({ sha256, useGETForHashedQueries });
  const link = persisted.concat(new HttpLink({ uri: url, fetch: watched }));
  const client = new ApolloClient({ cache: new InMemoryCache(), link });
  const query = (query, variables) => client.query({ query, variables, fetchPolicy: 'no-cache' });
  await ask(name, query);
  await ask(`${name}, again`, query);
}
for (const [name, options] of [['urql', {}], ['urql by POST', { preferGetMethod: false }]]) {
  const client = new Client({ url, fetch: watched, exchanges: [cacheExchange, fetchExchange], ...options });
  await ask(name, (query, variables) => client.query(query, variables).toPromise());
}
console.log(JSON.stringify(found));
"""


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory, server_url: str) -> Any:
    """What each client asked, and whether it got an answer."""
    folder: Path = tmp_path_factory.mktemp("clients")
    (folder / ".npmrc").write_text("omit-lockfile-registry-resolved=true\n", encoding="utf-8")
    (folder / "package.json").write_text('{"private": true, "type": "module"}', encoding="utf-8")
    (folder / "clients.mjs").write_text(CLIENTS, encoding="utf-8")
    # Without the peers that only pages need, such as React.
    install = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--legacy-peer-deps", *PACKAGES]
    subprocess.run(install, cwd=folder, check=True, capture_output=True, timeout=300)
    command = ["node", "clients.mjs", f"{server_url}/graphql"]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, timeout=120)
    return json.loads(done.stdout)


PUBLIC, PRIVATE = ("read", "without facts"), ("with facts", "plan")


@pytest.mark.node
def test_urql_with_its_defaults_is_answered_but_for_what_no_url_may_hold(asked: Any) -> None:
    assert [asked["urql"][what] for what in PUBLIC] == [[True, "GET 200"]] * 2
    assert [asked["urql"][what] for what in PRIVATE] == [[False, "GET 405"]] * 2
    assert [*asked["urql by POST"].values()] == [[True, "POST 200"]] * 4


@pytest.mark.node
def test_apollo_names_by_get_what_a_url_may_hold_and_falls_back_to_post(asked: Any) -> None:
    assert [*asked["Apollo by GET"].values()] == [[True, "GET 400", "POST 200"]] * 4
    assert [asked["Apollo by GET, again"][what] for what in PUBLIC] == [[True, "GET 200"]] * 2
    assert [asked["Apollo by GET, again"][what] for what in PRIVATE] == [[True, "GET 400", "POST 200"]] * 2


@pytest.mark.node
def test_apollo_by_post_is_answered(asked: Any) -> None:
    for turn in ("Apollo", "Apollo, again"):
        assert all(answered and last == "POST 200" for answered, *_, last in asked[turn].values())
