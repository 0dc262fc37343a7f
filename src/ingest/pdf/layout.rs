//! Lines of pages → headline and paragraphs.

use std::collections::{HashMap, HashSet};

use super::lines::Line;

/// The lines of a page, in the order in which they are drawn.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Page {
    pub lines: Vec<Line>,
}

/// What is read of a document.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Text {
    pub title: Option<String>,
    pub text: String,
    /// Header and footer of a document of one page, which stand nowhere else to be compared with.
    pub left_out: Vec<String>,
}

/// Paragraphs among which the headline is looked for.
const HEAD: usize = 8;

/// Makes paragraphs of lines: page headers, footers and numbers are left out, words broken at line ends
/// put together, and paragraphs carried over the ends of columns and pages.
pub(super) fn text(mut pages: Vec<Page>) -> Text {
    let left_out = match pages.as_mut_slice() {
        [page] => remove_small_print(page),
        _ => Vec::new(),
    };
    remove_furniture(&mut pages);
    let lines: Vec<Line> = pages.into_iter().flat_map(|page| page.lines).collect();
    let words: HashSet<String> = lines
        .iter()
        .flat_map(|line| line.text.split_whitespace())
        .map(bare)
        .collect();
    let body = body_size(&lines);
    let leading = leading(&lines, body);
    let mut blocks: Vec<(Line, String)> = Vec::new();
    let mut previous: Option<&Line> = None;
    let edges = edges(&lines);
    for (at, line) in lines.iter().enumerate() {
        match (previous, blocks.last_mut()) {
            (Some(before), Some((_, block)))
                if goes_on(before, line, block, leading, edges[at]) =>
            {
                join(block, &line.text, &words);
            }
            _ => blocks.push((line.clone(), line.text.trim().to_owned())),
        }
        previous = Some(line);
    }
    let is_title = |(line, text): &(Line, String)| {
        line.size > 1.15 * body && text.split_whitespace().count() >= 3 && text.len() < 300
    };
    // Printed pages have their menus above the headline.
    let top = blocks.iter().take(HEAD).enumerate();
    let title = top
        .filter(|(_, block)| is_title(block))
        .max_by(|(_, (one, _)), (_, (other, _))| one.size.total_cmp(&other.size))
        .map(|(at, _)| at);
    let title = title.map(|at| blocks.remove(at).1);
    let texts: Vec<String> = blocks
        .into_iter()
        .map(|(_, text)| text.replace('\u{ad}', ""))
        .collect();
    Text {
        title: title.map(|title| title.replace('\u{ad}', "")),
        text: texts.join("\n\n"),
        left_out,
    }
}

/// A word for comparing, without the marks around it.
fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase()
}

/// Lines at the top and bottom of a page that are looked at for furniture.
const RIM: usize = 3;

/// Removes page numbers, the addresses that browsers print, and what stands at the top or bottom of several pages,
/// numbers apart, and is set off from what stands below or above it: a text may repeat itself.
fn remove_furniture(pages: &mut [Page]) {
    let lines: Vec<Line> = pages.iter().flat_map(|page| page.lines.clone()).collect();
    let body = body_size(&lines);
    let leading = leading(&lines, body);
    let digitless = |text: &str| -> String {
        let kept = text.chars().filter(|c| !c.is_ascii_digit());
        kept.collect::<String>()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    let mut seen: HashMap<String, usize> = HashMap::new();
    for page in pages.iter() {
        let rim: HashSet<String> = set_off(page, body, leading)
            .into_iter()
            .map(|at| digitless(&page.lines[at].text))
            .collect();
        for text in rim {
            *seen.entry(text).or_default() += 1;
        }
    }
    for page in pages.iter_mut() {
        let (rim, set_off) = (rim(page), set_off(page, body, leading));
        let mut at = 0;
        page.lines.retain(|line| {
            at += 1;
            let text = digitless(&line.text);
            let repeated = seen.get(&text).is_some_and(|&count| count > 1);
            let is_address = ["https://", "http://", "file://"]
                .iter()
                .any(|s| line.text.starts_with(s));
            let at = at - 1;
            !(set_off.contains(&at) && repeated
                || rim.contains(&at) && (is_address || is_number(&line.text)))
        });
    }
}

/// Removes header and footer of the only page, where they show themselves: apart from the rest, in smaller letters,
/// above the headline or below all else, and no sentence. What is removed is returned: it may be something else.
fn remove_small_print(page: &mut Page) -> Vec<String> {
    let body = body_size(&page.lines);
    let leading = leading(&page.lines, body);
    let mut order: Vec<usize> = (0..page.lines.len()).collect();
    order.sort_by(|&a, &b| page.lines[a].base.total_cmp(&page.lines[b].base));
    let line = |at: usize| &page.lines[order[at]];
    let is_small = |at: usize| {
        let text = line(at).text.trim_end_matches(['"', '”', ')']);
        line(at).size < 0.9 * body && !text.ends_with(['.', '!', '?', ':', ','])
    };
    let is_apart = |at: usize| line(at).base - line(at - 1).base > 2.0 * leading;
    let headline = (0..order.len()).find(|&at| line(at).size > 1.15 * body);
    let top = (0..headline.unwrap_or(0).min(RIM)).take_while(|&at| is_small(at));
    let top = top.last().map_or(0, |last| last + 1);
    let top = if top > 0 && is_apart(top) { top } else { 0 };
    let small = (0..order.len())
        .rev()
        .take(RIM)
        .take_while(|&at| is_small(at));
    let bottom = small.last().filter(|&at| at > top && is_apart(at));
    let bottom = bottom.unwrap_or(order.len());
    let mut places: Vec<usize> = order[..top]
        .iter()
        .chain(&order[bottom..])
        .copied()
        .collect();
    let removed = places
        .iter()
        .map(|&at| page.lines[at].text.trim().to_owned());
    let removed = removed.collect();
    places.sort_unstable();
    for at in places.into_iter().rev() {
        page.lines.remove(at);
    }
    removed
}

/// Places of the uppermost and lowermost lines in the page's list.
fn rim(page: &Page) -> Vec<usize> {
    let mut order: Vec<usize> = (0..page.lines.len()).collect();
    order.sort_by(|&a, &b| page.lines[a].base.total_cmp(&page.lines[b].base));
    let lowest = order.len().saturating_sub(RIM).max(RIM.min(order.len()));
    let mut rim = order[..RIM.min(order.len())].to_vec();
    rim.extend(&order[lowest..]);
    rim
}

/// Of the uppermost and lowermost lines those that are set off from the body: by a gap or by their size.
fn set_off(page: &Page, body: f64, leading: f64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..page.lines.len()).collect();
    order.sort_by(|&a, &b| page.lines[a].base.total_cmp(&page.lines[b].base));
    let lines = &page.lines;
    let of_another_size = |at: usize| (lines[at].size - body).abs() > 0.1 * body;
    let gap = |pair: &[usize]| lines[pair[1]].base - lines[pair[0]].base > 1.6 * leading;
    let last_gap = order.windows(2).take(RIM).rposition(gap);
    let top = last_gap.map_or(0, |at| at + 1);
    let bottom = order.windows(2).rev().take(RIM).collect::<Vec<_>>();
    let bottom = bottom
        .iter()
        .rposition(|pair| gap(pair))
        .map_or(0, |at| at + 1);
    let bottom = order.len() - bottom.min(order.len());
    let rim = rim(page);
    let is_apart = |(place, at): (usize, &usize)| {
        (place < top || place >= bottom || of_another_size(*at)).then_some(*at)
    };
    let apart = order.iter().enumerate().filter_map(is_apart);
    apart.filter(|at| rim.contains(at)).collect()
}

/// "3", "- 3 -", "Page 3 of 4", "3/4".
fn is_number(text: &str) -> bool {
    let words: Vec<String> = text.split([' ', '/']).map(bare).collect();
    let words: Vec<&str> = words
        .iter()
        .map(String::as_str)
        .filter(|w| !w.is_empty())
        .collect();
    let is_number = |word: &str| word.len() <= 4 && word.bytes().all(|b| b.is_ascii_digit());
    match words[..] {
        [n] | ["page" | "p", n] => is_number(n),
        [n, all] => is_number(n) && is_number(all),
        [n, "of", all] | ["page", n, "of", all] | ["page", n, all] => {
            is_number(n) && is_number(all)
        }
        _ => false,
    }
}

/// Height of most letters.
fn body_size(lines: &[Line]) -> f64 {
    let mut letters: HashMap<i64, usize> = HashMap::new();
    for line in lines {
        *letters.entry((line.size * 4.0).round() as i64).or_default() += line.text.len();
    }
    let most = letters
        .into_iter()
        .max_by_key(|&(size, count)| (count, size));
    most.map_or(0.0, |(size, _)| size as f64 / 4.0)
}

/// The usual distance of two lines of the body.
fn leading(lines: &[Line], body: f64) -> f64 {
    let mut steps: Vec<f64> = lines
        .windows(2)
        .filter(|pair| {
            pair.iter()
                .all(|line| (line.size - body).abs() < 0.05 * body)
        })
        .map(|pair| pair[1].base - pair[0].base)
        .filter(|&step| step > 0.0 && step < 3.0 * body)
        .collect();
    steps.sort_by(f64::total_cmp);
    // Paragraphs set apart make some steps wider: the narrower half tells.
    steps.get(steps.len() / 3).copied().unwrap_or(1.2 * body)
}

/// For each line, where the column that it stands in begins and ends: as far as the lines around it reach.
fn edges(lines: &[Line]) -> Vec<(f64, f64)> {
    const AROUND: usize = 6;
    let near = |at: usize| {
        let line = &lines[at];
        let range = at.saturating_sub(AROUND)..(at + AROUND + 1).min(lines.len());
        lines[range].iter().filter(move |other| {
            (other.size - line.size).abs() < 0.1 * line.size
                && other.left < line.right
                && line.left < other.right
        })
    };
    (0..lines.len())
        .map(|at| {
            let left = near(at).map(|line| line.left).fold(f64::INFINITY, f64::min);
            let right = near(at).map(|line| line.right).fold(0.0, f64::max);
            (left, right)
        })
        .collect()
}

/// Whether a line belongs to the paragraph of the line before it.
fn goes_on(
    before: &Line,
    line: &Line,
    block: &str,
    leading: f64,
    (left, right): (f64, f64),
) -> bool {
    if (before.size - line.size).abs() > 0.1 * before.size {
        return false;
    }
    let ended = block
        .trim_end_matches(['"', '”', '’', '\'', ')', ']'])
        .ends_with(['.', '!', '?', ':']);
    let step = line.base - before.base;
    if step < 0.0 || step > 6.0 * line.size {
        // The next column or page.
        let lower = line
            .text
            .trim_start()
            .chars()
            .next()
            .is_some_and(char::is_lowercase);
        return !ended || lower;
    }
    let large = line.size > 1.3 * leading;
    let spread = if large {
        1.6 * line.size
    } else {
        1.3 * leading.max(line.size)
    };
    if step > spread {
        return false;
    }
    let indented = line.left > left + 0.7 * line.size && before.left < line.left - 0.7 * line.size;
    let stops_short = before.right < right - 0.2 * (right - left);
    !(ended && (indented || stops_short)) && !(indented && stops_short)
}

/// Adds a line to a paragraph. A word broken at its hyphen is put together, unless the document has it
/// with the hyphen, or the second part says that it is a compound.
fn join(block: &mut String, line: &str, words: &HashSet<String>) {
    let line = line.trim();
    if block.ends_with('\u{ad}') {
        block.pop();
        block.push_str(line);
        return;
    }
    let first = block.rsplit(char::is_whitespace).next().unwrap_or_default();
    let is_broken = first
        .strip_suffix(['-', '‐'])
        .is_some_and(|w| w.ends_with(char::is_alphabetic));
    if !is_broken {
        block.push(' ');
        block.push_str(line);
        return;
    }
    let second = line.split_whitespace().next().unwrap_or_default();
    let compound = bare(&format!("{first}{second}"));
    let whole = compound.replace(['-', '‐'], "");
    let is_compound = !second.starts_with(char::is_lowercase)
        || words.contains(&compound) && !words.contains(&whole);
    if !is_compound {
        block.pop();
    }
    block.push_str(line);
}
