//! What holds of the analysis of any text: shared by the property test and the fuzz target.

use chrono::NaiveDate;
use stance::model::{Analysis, Place, Span, TextIndex};

/// The first thing that is not so of `analysis`: every span lies in its text and is not empty, the
/// spans of one role stand in order, every passage is what stands there, nobody said anything after
/// the article's day.
pub fn check(
    analysis: &Analysis,
    text: &str,
    title: &str,
    day: Option<NaiveDate>,
) -> Result<(), String> {
    let sides = Sides {
        text: TextIndex::new(text),
        title: TextIndex::new(title),
    };
    for a in &analysis.attributions {
        for role in [&a.source, &a.cue, &a.content] {
            sides
                .list(role, a.place)
                .map_err(|e| format!("{e}: {a:?}"))?;
        }
        hold(
            (0.0..=1.0).contains(&a.confidence),
            "a confidence is a share",
            a,
        )?;
    }
    for t in &analysis.timexes {
        sides
            .list(&[Span::new(t.start, t.end)], t.place)
            .map_err(|e| format!("{e}: {t:?}"))?;
    }
    for c in &analysis.claims {
        let evidence = Span::new(c.evidence.start, c.evidence.end);
        let roles = [&c.source, &c.cue, &c.content];
        let lists = roles.into_iter().map(Vec::as_slice);
        let condition = c.condition.as_slice();
        let linked = c.link.as_ref().map_or(&[][..], |link| &link.cue);
        for list in lists.chain([condition, linked, std::slice::from_ref(&evidence)]) {
            sides
                .list(list, c.place)
                .map_err(|e| format!("{e}: {c:?}"))?;
        }
        let index = sides.of(c.place);
        let printed = &index.text()[index.range(evidence)];
        hold(
            printed == c.evidence.text,
            "a passage is what stands there",
            c,
        )?;
        let named = c.actor.as_ref().is_some_and(|a| !a.name.trim().is_empty());
        hold(named, "a claim has an actor with a name", c)?;
        let apart = c.ascribed_by.is_none() || c.stances.is_empty();
        hold(apart, "what is ascribed is only proposed", c)?;
        let sided = !c.stances.is_empty() || !c.proposed.is_empty();
        let denied = c
            .link
            .as_ref()
            .is_some_and(|link| link.kind.is_no_position());
        hold(!(denied && sided), "what is denied is no position", c)?;
        let topical = c.link.as_ref().is_none_or(|link| !link.on.is_empty());
        hold(topical, "a link is on a topic", c)?;
        hold(c.said.from <= c.said.to, "days are in order", c)?;
        let past = c.said.to <= day || day.is_none();
        hold(past, "nothing was said after the article", c)?;
    }
    for s in &analysis.skipped {
        let span = [Span::new(s.start, s.end)];
        sides
            .list(&span, Place::Text)
            .or_else(|_| sides.list(&span, Place::Title))
            .map_err(|e| format!("{e}: {s:?}"))?;
    }
    Ok(())
}

struct Sides<'t> {
    text: TextIndex<'t>,
    title: TextIndex<'t>,
}

impl<'t> Sides<'t> {
    fn of(&self, place: Place) -> &TextIndex<'t> {
        match place {
            Place::Text => &self.text,
            Place::Title => &self.title,
        }
    }

    fn list(&self, spans: &[Span], place: Place) -> Result<(), String> {
        let index = self.of(place);
        let end = index.point(index.text().len());
        for span in spans {
            hold(span.start < span.end, "a span is not empty", span)?;
            hold(span.end <= end, "a span lies in its text", span)?;
        }
        for pair in spans.windows(2) {
            hold(pair[0].end <= pair[1].start, "spans stand in order", &pair)?;
        }
        Ok(())
    }
}

fn hold(so: bool, what: &str, of: &impl std::fmt::Debug) -> Result<(), String> {
    if so {
        Ok(())
    } else {
        Err(format!("not so: {what}: {of:?}"))
    }
}
