//! The pipeline: one article's text in, everything found in it out.

use std::borrow::Cow;
use std::ops::Range;

use chrono::NaiveDate;

use super::actor::{Directory, Reader, Register, Uttered, Words};
use super::claim::{self, Judged, Parts};
use super::document::{Document, Find, Origin, TimeFind};
use super::stance::{Heard, Judge, Parameters, reconcile};
use super::time;
use super::told::{One, Told};
use super::topic::CompiledCodebook;
use super::{attribution, parts};
use crate::model::{
    Act, Analysis, Attribution, Claim, Codebook, Place, Said, Skipped, Span, StanceFound,
    TextIndex, Timex,
};

/// Everything that is compiled once and shared by all articles and threads.
#[derive(Debug)]
pub struct Engine {
    directory: Directory,
    topics: CompiledCodebook,
    parameters: Parameters,
}

impl Engine {
    /// Compiles `codebook`.
    pub fn new(codebook: &Codebook, parameters: Parameters) -> Self {
        Self {
            directory: Directory::new(codebook),
            topics: CompiledCodebook::new(codebook),
            parameters,
        }
    }

    /// Who is who by the codebook.
    pub(super) fn directory(&self) -> &Directory {
        &self.directory
    }

    /// The judge of the topics in one text.
    pub(super) fn judge<'j>(&'j self, document: &'j Document<'j>) -> Judge<'j> {
        Judge::new(document, &self.topics, self.parameters)
    }
}

/// Analyses one article. Offsets count code points of `article_text`, or of `title` where
/// [`Place::Title`] says so. A title that the text begins with is not read twice.
///
/// `document_day` is the day of publication; without it relative times stay unresolved and offices
/// are matched whenever they were held.
pub fn analyse(
    article_text: &str,
    title: Option<&str>,
    document_day: Option<NaiveDate>,
    engine: &Engine,
) -> Analysis {
    let (joined, title) = joined(article_text, title);
    let mut reading = Reading::new(Places::new(&joined, title), document_day, engine);
    for part in parts::of(&joined) {
        let document = Document::new(&joined[part.clone()]);
        let finds = attribution::find(&document);
        reading.read(part.start, &document, finds);
    }
    reading.end()
}

/// An article to be analysed.
#[derive(Clone, Copy, Debug)]
pub struct Unread<'t> {
    /// Its text.
    pub text: &'t str,
    /// Its title.
    pub title: Option<&'t str>,
    /// The day of publication.
    pub day: Option<NaiveDate>,
}

/// Bytes of articles that are analysed together: fewer than a [part](parts) of a long one has.
const TOGETHER: usize = 120 << 10;

/// Analyses articles as [`analyse`] does each. Neither the stage that finds attributions nor those behind it leave the
/// other's tables in the cache, so that several articles go through the one before they go through the others: all takes
/// an eighth less time than one by one.
pub fn analyse_all(articles: &[Unread<'_>], engine: &Engine) -> Vec<Analysis> {
    let mut analyses = Vec::with_capacity(articles.len());
    let mut rest = articles;
    while !rest.is_empty() {
        let mut bytes = 0;
        let fits = |one: &&Unread<'_>| {
            bytes += one.text.len() + one.title.map_or(0, str::len);
            bytes <= TOGETHER
        };
        let count = rest.iter().take_while(fits).count();
        let (now, then) = rest.split_at(count.max(1));
        match now {
            [one] => analyses.push(analyse(one.text, one.title, one.day, engine)),
            several => analyses.extend(together(several, engine)),
        }
        rest = then;
    }
    analyses
}

/// Analyses articles none of which is long.
fn together(articles: &[Unread<'_>], engine: &Engine) -> Vec<Analysis> {
    let joined: Vec<_> = articles.iter().map(|a| joined(a.text, a.title)).collect();
    let found = joined.iter().map(|(text, _)| {
        let document = Document::new(text);
        let finds = attribution::find(&document);
        (document, finds)
    });
    let found: Vec<(Document<'_>, Vec<Find>)> = found.collect();
    let each = articles.iter().zip(&joined).zip(found);
    each.map(|((article, (text, title)), (document, finds))| {
        let mut reading = Reading::new(Places::new(text, *title), article.day, engine);
        reading.read(0, &document, finds);
        reading.end()
    })
    .collect()
}

/// Analyses one article whose attributions come from elsewhere, such as annotations, in place of
/// the attribution stage. `finds` are byte ranges of `article_text`.
pub fn analyse_found(
    article_text: &str,
    finds: Vec<Find>,
    document_day: Option<NaiveDate>,
    engine: &Engine,
) -> Analysis {
    let document = Document::new(article_text);
    let mut reading = Reading::new(Places::new(article_text, None), document_day, engine);
    reading.read(0, &document, finds);
    reading.end()
}

/// What is put between title and text: a paragraph ends.
const BETWEEN: &str = "\n\n";

/// Title and text in one, and the title where it is apart.
pub(super) fn joined<'t>(
    article_text: &'t str,
    title: Option<&'t str>,
) -> (Cow<'t, str>, Option<&'t str>) {
    match title.filter(|title| is_apart(title, article_text)) {
        Some(title) => {
            let both = format!("{title}{BETWEEN}{article_text}");
            (Cow::Owned(both), Some(title))
        }
        None => (Cow::Borrowed(article_text), None),
    }
}

/// Whether the title holds words that the text does not begin with.
fn is_apart(title: &str, text: &str) -> bool {
    let title = title.trim();
    !title.is_empty() && !text.trim_start().starts_with(title)
}

/// Turns byte ranges of title and text in one into spans of either.
struct Places<'t> {
    index: TextIndex<'t>,
    /// First byte of the part whose ranges are turned.
    part: usize,
    /// First byte and code point of the article's text.
    body: usize,
    body_point: u32,
}

impl<'t> Places<'t> {
    fn new(joined: &'t str, title: Option<&str>) -> Self {
        let index = TextIndex::new(joined);
        let body = title.map_or(0, |title| title.len() + BETWEEN.len());
        let body_point = index.point(body);
        Self {
            index,
            part: 0,
            body,
            body_point,
        }
    }

    fn place(&self, range: &Range<usize>) -> Place {
        if self.part + range.start < self.body {
            Place::Title
        } else {
            Place::Text
        }
    }

    fn span(&self, range: &Range<usize>) -> Span {
        let whole = self.part + range.start..self.part + range.end;
        let span = self.index.span(&whole);
        match self.place(range) {
            Place::Title => span,
            Place::Text => Span::new(span.start - self.body_point, span.end - self.body_point),
        }
    }

    fn spans(&self, ranges: &[Range<usize>]) -> Vec<Span> {
        ranges.iter().map(|range| self.span(range)).collect()
    }

    /// The side that all ranges of `find` are on; none where it reaches from title to text.
    fn of(&self, find: &Find) -> Option<Place> {
        let mut ranges = find.source.iter().chain(&find.cue).chain(&find.content);
        let place = self.place(ranges.clone().next()?);
        let crosses = |range: &Range<usize>| {
            self.place(range) != place
                || (place == Place::Title && self.part + range.end > self.body)
        };
        (!ranges.any(crosses)).then_some(place)
    }
}

/// The state of reading one article part by part.
struct Reading<'t> {
    places: Places<'t>,
    day: Option<NaiveDate>,
    engine: &'t Engine,
    /// Whom the parts before have named.
    register: Register,
    /// The claims that only take up earlier words, and whether they agree.
    echoes: Vec<(usize, i8)>,
    analysis: Analysis,
}

impl<'t> Reading<'t> {
    fn new(places: Places<'t>, day: Option<NaiveDate>, engine: &'t Engine) -> Self {
        Self {
            places,
            day,
            engine,
            register: Register::default(),
            echoes: Vec::new(),
            analysis: Analysis::default(),
        }
    }

    /// Reads the part that begins at byte `start`, in which `finds` were found.
    fn read(&mut self, start: usize, document: &Document<'_>, finds: Vec<Find>) {
        self.places.part = start;
        let times = time::find(document, self.day);
        let (told, judged) = self.told(document, finds);
        let speakers: Vec<Option<&str>> = told
            .uttered
            .iter()
            .map(|u| Some(u.by.first()?.voice().name.as_str()))
            .collect();
        let said = time::said_all(document, &told.finds, &times, self.day, &speakers);
        let timexes = times.iter().filter_map(|time| timex(time, &self.places));
        self.analysis.timexes.extend(timexes);
        self.analysis.attributions.reserve(told.finds.len());
        self.analysis.claims.reserve(told.finds.len());
        for ((told, said), judged) in told.each().zip(said).zip(judged) {
            self.note(document, told, said, judged);
        }
    }

    /// The attributions of a part with their positions, and the actors that it mentions. What else was
    /// known of the words is gone then.
    fn told(&mut self, document: &Document<'_>, finds: Vec<Find>) -> (Told, Vec<Judged>) {
        let judge = self.engine.judge(document);
        let words = Words::new(document);
        let known = std::mem::take(&mut self.register);
        let mut reader = Reader::going_on(&words, &self.engine.directory, self.day, known);
        let told = Told::of(document, finds, &judge, &mut reader, |find| {
            self.places.of(find).is_some()
        });
        let heard = told.hear(&judge, &reader);
        let judged = judged(&judge, heard, told.finds.len());
        for actor in reader.named() {
            if !self.analysis.mentioned.contains(&actor) {
                self.analysis.mentioned.push(actor);
            }
        }
        self.register = reader.leave();
        (told, judged)
    }

    /// Puts one attribution down, with its claims.
    fn note(&mut self, document: &Document<'_>, told: One, said: Said, judged: Judged) {
        let find = &told.find;
        let places = &self.places;
        let place = places.of(find).unwrap_or_default();
        if find.origin == Origin::Told && told.ascribed_by.is_none() {
            return;
        }
        // What somebody does is told as a position where it is one, and else is no attribution at all.
        let floor = self.engine.parameters.floor;
        let shows = |one: &StanceFound| one.stands(floor);
        let is_deed = find.origin == Origin::Done;
        if is_deed && (told.ascribed_by.is_some() || !judged.stances.iter().any(shows)) {
            return;
        }
        self.analysis.attributions.push(Attribution {
            source: places.spans(&find.source),
            cue: places.spans(&find.cue),
            content: places.spans(&find.content),
            confidence: find.confidence,
            place,
        });
        if told.uttered.by.is_empty() {
            let skipped = skipped(find, &told.uttered, places);
            self.analysis.skipped.extend(skipped);
            return;
        }
        let parts = Parts {
            find,
            uttered: &told.uttered,
            linked: told.linked.filter(|_| told.act != Act::Refusal),
            ascribed_by: told.ascribed_by,
            act: told.act,
            said,
            judged,
        };
        let claims = claim::claims(document, parts, floor, |range| places.span(range));
        if let Some(sign) = claim::echo(document, find) {
            let first = self.analysis.claims.len();
            let all = first..first + claims.len();
            self.echoes.extend(all.map(|at| (at, sign)));
        }
        let claims = claims.into_iter().map(|claim| Claim { place, ..claim });
        self.analysis.claims.extend(claims);
    }

    /// Everything that was found, linked over the parts.
    fn end(mut self) -> Analysis {
        claim::take_up(&mut self.analysis.claims, &self.echoes);
        claim::link_within(&mut self.analysis.claims);
        reconcile(&mut self.analysis.claims, self.day);
        self.analysis
    }
}

/// The positions of each attribution, with the place that shows the surest of them.
fn judged(judge: &Judge<'_>, heard: Vec<Heard<'_>>, finds: usize) -> Vec<Judged> {
    let mut all = vec![Judged::default(); finds];
    let mut surest = vec![0.0; finds];
    for (n, one) in judge.settle(heard) {
        let judged = &mut all[n];
        if one.found.confidence > surest[n] {
            surest[n] = one.found.confidence;
            judged.focus = Some(one.term.clone()).filter(|term| !term.is_empty());
            judged.condition = one.condition;
        }
        judged.stances.push(one.found);
    }
    all
}

fn timex(time: &TimeFind, places: &Places<'_>) -> Option<Timex> {
    let span = places.span(&time.range);
    Some(Timex {
        start: span.start,
        end: span.end,
        value: time.value?,
        place: places.place(&time.range),
    })
}

fn skipped(find: &Find, uttered: &Uttered, places: &Places<'_>) -> Option<Skipped> {
    let place = find
        .source
        .first()
        .or(find.cue.first())
        .or(find.content.first())?;
    let span = places.span(place);
    Some(Skipped {
        start: span.start,
        end: span.end,
        reason: uttered.reason.unwrap_or("no source is given").to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::codebook::parse;

    #[test]
    fn articles_together_are_analysed_as_one_by_one() {
        let book = "[[topic]]\nid = \"pier\"\nname = \"Pier\"\nproposition = \"The pier should be kept.\"\nabout = [\"pier\"]\n";
        let codebook = parse("test", book).expect("the codebook parses");
        let engine = Engine::new(&codebook, Parameters::DEFAULT);
        let holt = "Mira Holt, the mayor, said on Monday that she opposes the pier. She promised to sell it.\n\n";
        let long = holt.repeat(2 * TOGETHER / holt.len());
        let day = NaiveDate::from_ymd_opt(2024, 3, 5);
        let articles = [
            (holt, None, day),
            ("", Some("Brandt supports the pier, he says"), None),
            (&long, None, day),
            ("He said no.", None, day),
            (&holt[..40], Some(holt), None),
        ]
        .map(|(text, title, day)| Unread { text, title, day });
        let alone = |one: &Unread<'_>| analyse(one.text, one.title, one.day, &engine);
        let one_by_one: Vec<Analysis> = articles.iter().map(alone).collect();
        assert!(one_by_one[..3].iter().all(|one| !one.claims.is_empty()));
        assert_eq!(analyse_all(&articles, &engine), one_by_one);
        assert_eq!(analyse_all(&[], &engine), []);
    }
}
