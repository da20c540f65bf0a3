using System.Net;
using System.Text;

namespace Patella.Service.Connectors.Mail.Reading;

/// <summary>
/// The words of an HTML mail as plain text, in one pass and without a tree: no markup of a stranger reaches a page, and no nesting can cost more than the
/// text is long. Quotes become lines that begin with &gt;, so that they are found like those of a text mail.
/// </summary>
internal static class HtmlText
{
    private const int MostTagCharacters = 20_000;
    private const int MostQuoteDepth = 8;

    private static readonly HashSet<string> Blocks =
    [
        "p", "div", "br", "tr", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "hr", "pre", "section", "article", "header", "footer", "address", "dl", "dt", "dd", "center", "form",
    ];

    private static readonly HashSet<string> Unseen = ["script", "style", "title", "head", "template", "noscript", "textarea", "select", "svg", "math", "iframe", "object", "audio", "video", "xml"];

    /// <summary>Elements in which mail programs put what is answered.</summary>
    private static readonly string[] QuoteMarks = ["gmail_quote", "yahoo_quoted", "moz-cite-prefix", "divrplyfwdmsg", "appendonsend", "protonmail_quote", "zmail_extra", "mailquote", "ntes-mailmaster-quote"];

    public static string Of(string html)
    {
        var text = new StringBuilder(Math.Min(html.Length, 64 << 10));
        var state = new State();
        var place = 0;
        while (place < html.Length)
        {
            var open = html.IndexOf('<', place);
            if (state.Until is null)
            {
                Words(text, state, WebUtility.HtmlDecode(html[place..(open < 0 ? html.Length : open)]));
            }

            if (open < 0)
            {
                break;
            }

            place = After(html, open, out var tag);
            Take(text, state, tag);
        }

        return text.ToString();
    }

    /// <summary>Where the markup that begins here ends.</summary>
    private static int After(string html, int open, out ReadOnlySpan<char> tag)
    {
        tag = default;
        if (html.AsSpan(open).StartsWith("<!--", StringComparison.Ordinal))
        {
            var close = html.IndexOf("-->", open + 4, StringComparison.Ordinal);
            return close < 0 ? html.Length : close + 3;
        }

        var end = html.AsSpan(open, Math.Min(html.Length - open, MostTagCharacters)).IndexOf('>');
        if (end < 0)
        {
            // A bracket that closes nowhere near is a letter.
            tag = default;
            return open + 1;
        }

        tag = html.AsSpan(open + 1, end - 1);
        return open + end + 1;
    }

    private static void Take(StringBuilder text, State state, ReadOnlySpan<char> tag)
    {
        if (tag.Length == 0 || !(char.IsAsciiLetter(tag[0]) || tag[0] == '/'))
        {
            return;
        }

        var closes = tag[0] == '/';
        var name = NameOf(closes ? tag[1..] : tag);
        if (state.Until is { } until)
        {
            state.Until = closes && name == until ? null : until;
            return;
        }

        if (Unseen.Contains(name))
        {
            state.Until = closes || tag[^1] == '/' ? null : name;
            return;
        }

        if (name == "blockquote")
        {
            Break(text, state);
            state.Quotes = Math.Clamp(state.Quotes + (closes ? -1 : 1), 0, MostQuoteDepth);
        }
        else if (!closes && MarksQuote(tag))
        {
            Break(text, state);
            text.Append(QuotedText.Marker).Append('\n');
            state.AtLineStart = true;
        }

        Shape(text, state, name, closes);
    }

    private static void Shape(StringBuilder text, State state, string name, bool closes)
    {
        if (name == "br")
        {
            text.Append('\n');
            state.AtLineStart = true;
        }
        else if (Blocks.Contains(name))
        {
            Break(text, state);
            if (name == "p" && closes && text.Length > 0 && !EndsBlank(text))
            {
                text.Append('\n');
            }
        }
        else if (name == "li" && !closes)
        {
            Break(text, state);
            Words(text, state, "- ");
        }
        else if (name is "td" or "th" && closes && !state.AtLineStart)
        {
            text.Append(' ');
        }
    }

    private static void Words(StringBuilder text, State state, string words)
    {
        foreach (var letter in words)
        {
            var blank = char.IsWhiteSpace(letter);
            if (blank && (state.AtLineStart || (text.Length > 0 && text[^1] == ' ')))
            {
                continue;
            }

            if (state.AtLineStart)
            {
                text.Append('>', state.Quotes).Append(state.Quotes > 0 ? " " : "");
                state.AtLineStart = false;
            }

            text.Append(blank ? ' ' : letter);
        }
    }

    private static void Break(StringBuilder text, State state)
    {
        if (!state.AtLineStart)
        {
            text.Append('\n');
            state.AtLineStart = true;
        }
    }

    private static bool EndsBlank(StringBuilder text) => text.Length >= 2 && text[^1] == '\n' && text[^2] == '\n';

    private static string NameOf(ReadOnlySpan<char> tag)
    {
        var length = 0;
        while (length < tag.Length && length < 30 && (char.IsAsciiLetterOrDigit(tag[length]) || tag[length] is ':' or '-'))
        {
            length++;
        }

        return tag[..length].ToString().ToLowerInvariant();
    }

    private static bool MarksQuote(ReadOnlySpan<char> tag)
    {
        foreach (var mark in QuoteMarks)
        {
            if (tag.Contains(mark, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private sealed class State
    {
        public bool AtLineStart { get; set; } = true;

        public int Quotes { get; set; }

        /// <summary>The unseen element whose end is awaited.</summary>
        public string? Until { get; set; }
    }
}
