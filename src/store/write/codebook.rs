//! Making the database match a codebook.
//!
//! A topic or actor that changed gets a new row and the old one is closed; one that is gone is closed
//! and keeps everything recorded on it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use sha2::{Digest, Sha256};
use sqlx::PgConnection;

use super::actors::discovery_key;
use super::rename::names_in_codebook;
use super::{regroup, roles};
use crate::model::{Actor, ActorRef, Codebook, Topic};
use crate::store::{Store, StoreError};

impl Store {
    /// The codebook in force, as applied; none before the first.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn codebook_toml(&self) -> Result<Option<(i64, String)>, StoreError> {
        Ok(sqlx::query_as(
            "select codebook_id, toml from codebook where recorded_at <= coalesce($1, 'infinity') \
             order by codebook_id desc limit 1",
        )
        .bind(self.recorded().until)
        .fetch_optional(&self.pool)
        .await?)
    }

    /// Names that people gave to actors: pairs of the actor's id for the engine and the alias.
    ///
    /// An actor without a codebook id is named `#` and its key, which [`super::analyses`] reads back.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn aliases_by_people(&self) -> Result<Vec<AliasByPerson>, StoreError> {
        let rows: Vec<(Option<String>, i64, String, String, String)> = sqlx::query_as(
            "select who.slug, who.actor_id, who.name, who.kind, alias.alias from actor_alias alias \
             join actor_identity i on i.actor_id = alias.actor_id and i.superseded_at is null \
             join actor who on who.actor_id = i.canonical_actor_id \
             where alias.origin = 'person' and alias.superseded_at is null order by alias.actor_alias_id",
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(rows
            .into_iter()
            .map(|(slug, actor_id, name, kind, alias)| AliasByPerson {
                actor: slug.unwrap_or_else(|| format!("#{actor_id}")),
                name,
                kind,
                alias,
            })
            .collect())
    }
}

/// A name that a person gave to an actor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AliasByPerson {
    /// Codebook id, or `#` and the key of an actor without one.
    pub actor: String,
    /// Canonical name.
    pub name: String,
    /// Kind, as in the codebook.
    pub kind: String,
    /// The other name.
    pub alias: String,
}

/// Writes a codebook inside the caller's transaction; returns its version, or none where it is the
/// one in force already.
pub(super) async fn write(
    connection: &mut PgConnection,
    codebook: &Codebook,
    toml: &str,
    by: &str,
) -> Result<Option<i64>, StoreError> {
    sqlx::query("lock table codebook in exclusive mode")
        .execute(&mut *connection)
        .await?;
    let sha256: [u8; 32] = Sha256::digest(toml).into();
    let in_force: Option<Vec<u8>> =
        sqlx::query_scalar("select sha256 from codebook order by codebook_id desc limit 1")
            .fetch_optional(&mut *connection)
            .await?;
    if in_force.as_deref() == Some(&sha256) {
        return Ok(None);
    }
    let codebook_id: i64 = sqlx::query_scalar(
        // Not from the sequence, which a dry run would move: versions have no gaps. The lock keeps the next one free.
        "insert into codebook (codebook_id, sha256, toml, applied_by) \
         select coalesce(max(codebook_id), 0) + 1, $1, $2, $3 from codebook returning codebook_id",
    )
    .bind(&sha256[..])
    .bind(toml)
    .bind(by)
    .fetch_one(&mut *connection)
    .await?;
    topics(connection, &codebook.topics, codebook_id).await?;
    actors(connection, codebook).await?;
    Ok(Some(codebook_id))
}

async fn topics(
    connection: &mut PgConnection,
    topics: &[Topic],
    codebook_id: i64,
) -> Result<(), StoreError> {
    let slugs: Vec<&str> = topics.iter().map(|t| t.id.as_str()).collect();
    sqlx::query("insert into topic (slug) select unnest($1::text[]) on conflict (slug) do nothing")
        .bind(&slugs)
        .execute(&mut *connection)
        .await?;
    let ids: HashMap<String, i64> =
        sqlx::query_as::<_, (String, i64)>("select slug, topic_id from topic")
            .fetch_all(&mut *connection)
            .await?
            .into_iter()
            .collect();
    let live = live_topics(connection).await?;
    let mut close: Vec<i64> = live
        .iter()
        .filter(|(slug, _)| !slugs.contains(&slug.as_str()))
        .map(|(_, l)| l.topic_version_id)
        .collect();
    let mut changed = Vec::new();
    for topic in topics {
        let wanted = face(topic, &ids);
        match live.get(&topic.id) {
            Some(there) if there.face == wanted => {}
            there => {
                close.extend(there.map(|l| l.topic_version_id));
                changed.push((topic, wanted));
            }
        }
    }
    sqlx::query("update topic_version set superseded_at = now() where topic_version_id = any($1)")
        .bind(&close)
        .execute(&mut *connection)
        .await?;
    for (topic, face) in changed {
        let version: i64 = sqlx::query_scalar(
            "insert into topic_version (topic_id, codebook_id, name, proposition, parent_topic_id, parent_effect) \
             values ($1, $2, $3, $4, $5, $6) returning topic_version_id",
        )
        .bind(ids.get(&topic.id))
        .bind(codebook_id)
        .bind(&face.name)
        .bind(&face.proposition)
        .bind(face.parent)
        .bind(&face.effect)
        .fetch_one(&mut *connection)
        .await?;
        let (roles, terms): (Vec<&str>, Vec<&str>) = face
            .terms
            .iter()
            .map(|(role, term)| (role.as_str(), term.as_str()))
            .unzip();
        sqlx::query(
            "insert into topic_term (topic_version_id, role, term) select $1, * from unnest($2::text[], $3::text[])",
        )
        .bind(version)
        .bind(roles)
        .bind(terms)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// Everything that makes a topic's wording.
#[derive(PartialEq)]
struct Face {
    name: String,
    proposition: String,
    parent: Option<i64>,
    effect: String,
    terms: BTreeSet<(String, String)>,
}

struct LiveTopic {
    topic_version_id: i64,
    face: Face,
}

fn face(topic: &Topic, ids: &HashMap<String, i64>) -> Face {
    let lists = [
        ("about", &topic.about),
        ("for", &topic.for_terms),
        ("against", &topic.against_terms),
        ("reason_for", &topic.reasons_for),
        ("reason_against", &topic.reasons_against),
    ];
    Face {
        name: topic.name.clone(),
        proposition: topic.proposition.clone(),
        parent: topic.parent.as_ref().and_then(|p| ids.get(p)).copied(),
        effect: topic.parent_effect.as_str().to_owned(),
        terms: lists
            .iter()
            .flat_map(|(role, terms)| terms.iter().map(|t| ((*role).to_owned(), t.clone())))
            .collect(),
    }
}

async fn live_topics(
    connection: &mut PgConnection,
) -> Result<HashMap<String, LiveTopic>, StoreError> {
    type Row = (
        String,
        i64,
        String,
        String,
        Option<i64>,
        String,
        Option<Vec<String>>,
        Option<Vec<String>>,
    );
    let rows: Vec<Row> = sqlx::query_as(
        "select t.slug, v.topic_version_id, v.name, v.proposition, v.parent_topic_id, v.parent_effect, \
            array_agg(term.role) filter (where term.role is not null), array_agg(term.term) filter (where term.role is not null) \
         from topic_version v join topic t on t.topic_id = v.topic_id \
         left join topic_term term on term.topic_version_id = v.topic_version_id \
         where v.superseded_at is null group by t.slug, v.topic_version_id",
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(
            |(slug, topic_version_id, name, proposition, parent, effect, roles, terms)| {
                let terms = roles
                    .unwrap_or_default()
                    .into_iter()
                    .zip(terms.unwrap_or_default())
                    .collect();
                (
                    slug,
                    LiveTopic {
                        topic_version_id,
                        face: Face {
                            name,
                            proposition,
                            parent,
                            effect,
                            terms,
                        },
                    },
                )
            },
        )
        .collect())
}

async fn actors(connection: &mut PgConnection, codebook: &Codebook) -> Result<(), StoreError> {
    type Row = (String, i64, String, String, Option<String>);
    let live: HashMap<String, Row> = sqlx::query_as::<_, Row>(
        "select slug, actor_id, name, kind, wikidata from actor where slug is not null and superseded_at is null",
    )
    .fetch_all(&mut *connection)
    .await?
    .into_iter()
    .map(|row| (row.0.clone(), row))
    .collect();

    // What people renamed keeps their name, as long as the codebook's is the one that they renamed.
    let renamed = names_in_codebook(connection).await?;
    let mut ids: BTreeMap<&str, i64> = BTreeMap::new();
    for actor in &codebook.actors {
        let wanted = renamed
            .get(&actor.id)
            .filter(|(in_codebook, _)| *in_codebook == actor.name)
            .map_or(&actor.name, |(_, name)| name);
        let id = match live.get(&actor.id) {
            Some((_, id, name, kind, wikidata))
                if name == wanted && kind == actor.kind.as_str() && *wikidata == actor.wikidata =>
            {
                *id
            }
            there => renewed(connection, actor, wanted, there.map(|t| t.1)).await?,
        };
        ids.insert(&actor.id, id);
    }
    adopt(connection, codebook, &ids).await?;
    aliases(connection, codebook, &ids).await?;
    roles::of_codebook(connection, codebook, &ids).await
}

/// A new row for an actor; what stood for the old row stands for the new one.
async fn renewed(
    connection: &mut PgConnection,
    actor: &Actor,
    name: &str,
    old: Option<i64>,
) -> Result<i64, StoreError> {
    if let Some(old) = old {
        sqlx::query("update actor set superseded_at = now() where actor_id = $1")
            .bind(old)
            .execute(&mut *connection)
            .await?;
    }
    let id: i64 = sqlx::query_scalar(
        "with added as (insert into actor (slug, name, kind, origin, wikidata) values ($1, $2, $3, 'codebook', $4) returning actor_id), \
              itself as (insert into actor_identity (actor_id, canonical_actor_id) select actor_id, actor_id from added) \
         select actor_id from added",
    )
    .bind(&actor.id)
    .bind(name)
    .bind(actor.kind.as_str())
    .bind(&actor.wikidata)
    .fetch_one(&mut *connection)
    .await?;
    if let Some(old) = old {
        stand_for(connection, &[old], id).await?;
    }
    Ok(id)
}

/// Lets `old` actors and all that stand for them stand for `canonical`.
pub(super) async fn stand_for(
    connection: &mut PgConnection,
    old: &[i64],
    canonical: i64,
) -> Result<(), StoreError> {
    let moved: Vec<i64> = sqlx::query_scalar(
        "with moved as (update actor_identity set superseded_at = now() \
            where canonical_actor_id = any($1) and canonical_actor_id <> $2 and superseded_at is null returning actor_id, actor_decision_id) \
         insert into actor_identity (actor_id, canonical_actor_id, actor_decision_id) select actor_id, $2, actor_decision_id from moved \
         returning actor_id",
    )
    .bind(old)
    .bind(canonical)
    .fetch_all(&mut *connection)
    .await?;
    regroup::of_actors(connection, &moved).await
}

/// Actors discovered in texts under a full name that the codebook now gives to somebody.
async fn adopt(
    connection: &mut PgConnection,
    codebook: &Codebook,
    ids: &BTreeMap<&str, i64>,
) -> Result<(), StoreError> {
    let (mut keys, mut owners) = (Vec::new(), Vec::new());
    for actor in &codebook.actors {
        for name in std::iter::once(&actor.name).chain(&actor.aliases) {
            let named = ActorRef {
                id: None,
                name: name.clone(),
                kind: actor.kind,
            };
            let key = discovery_key(&named, 0);
            // A single name of a person belongs to one article and proves nothing here.
            if !key.contains('@') {
                keys.push(key);
                owners.push(ids[actor.id.as_str()]);
            }
        }
    }
    let found: Vec<(i64, i64)> = sqlx::query_as(
        "select i.canonical_actor_id, n.owner from unnest($1::text[], $2::bigint[]) as n (key, owner) \
         join actor a on a.discovery_key = n.key and a.superseded_at is null \
         join actor_identity i on i.actor_id = a.actor_id and i.superseded_at is null and i.canonical_actor_id <> n.owner \
         where i.actor_decision_id is null and not exists (select from actor_distinct d where d.superseded_at is null \
            and ((d.actor_id = a.actor_id and d.other_actor_id = n.owner) or (d.actor_id = n.owner and d.other_actor_id = a.actor_id)))",
    )
    .bind(keys)
    .bind(owners)
    .fetch_all(&mut *connection)
    .await?;
    for (discovered, owner) in found {
        stand_for(connection, &[discovered], owner).await?;
    }
    Ok(())
}

async fn aliases(
    connection: &mut PgConnection,
    codebook: &Codebook,
    ids: &BTreeMap<&str, i64>,
) -> Result<(), StoreError> {
    let mut wanted: BTreeSet<(i64, String, &str)> = BTreeSet::new();
    for actor in &codebook.actors {
        wanted.extend(
            actor
                .aliases
                .iter()
                .map(|alias| (ids[actor.id.as_str()], alias.clone(), "codebook")),
        );
    }
    for metonym in &codebook.metonyms {
        if let Some(&id) = ids.get(metonym.actor.as_str()) {
            wanted.insert((id, metonym.name.clone(), "metonym"));
        }
    }
    let (actors, names, origins) = unzip3(wanted);
    sqlx::query(
        "update actor_alias a set superseded_at = now() where a.superseded_at is null and a.origin <> 'person' \
         and not exists (select from unnest($1::bigint[], $2::text[], $3::text[]) as w (actor_id, alias, origin) \
            where w.actor_id = a.actor_id and w.alias = a.alias and w.origin = a.origin)",
    )
    .bind(&actors)
    .bind(&names)
    .bind(&origins)
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "insert into actor_alias (actor_id, alias, origin) select * from unnest($1::bigint[], $2::text[], $3::text[]) \
         on conflict (actor_id, lower(alias)) where superseded_at is null do nothing",
    )
    .bind(&actors)
    .bind(&names)
    .bind(&origins)
    .execute(connection)
    .await?;
    Ok(())
}

fn unzip3(rows: BTreeSet<(i64, String, &str)>) -> (Vec<i64>, Vec<String>, Vec<String>) {
    let mut out = (Vec::new(), Vec::new(), Vec::new());
    for (a, b, c) in rows {
        out.0.push(a);
        out.1.push(b);
        out.2.push(c.to_owned());
    }
    out
}
