using System.Text;

namespace Patella.Kernel.Dmn.Feel;

/// <summary>Functions on strings. Lengths and positions count Unicode characters, not UTF-16 units.</summary>
internal static class StringFunctions
{
    internal static BuiltinFunction[] All =>
    [
        new("substring", new BuiltinForm("string:string, start position:number, length:number?", (run, a) => Substring(run, (string)a[0]!, (decimal)a[1]!, (decimal?)a[2]))),
        new("string length", new BuiltinForm("string:string", (run, a) => (decimal)Length(Read(run, a[0])))),
        new("upper case", new BuiltinForm("string:string", (run, a) => Sized(run, ((string)a[0]!).ToUpperInvariant()))),
        new("lower case", new BuiltinForm("string:string", (run, a) => Sized(run, ((string)a[0]!).ToLowerInvariant()))),
        new("substring before", new BuiltinForm("string:string, match:string", (run, a) => Before(run, Read(run, a[0]), (string)a[1]!))),
        new("substring after", new BuiltinForm("string:string, match:string", (run, a) => After(run, Read(run, a[0]), (string)a[1]!))),
        new("contains", new BuiltinForm("string:string, match:string", (run, a) => FeelValues.Box(Read(run, a[0]).Contains((string)a[1]!, StringComparison.Ordinal)))),
        new("starts with", new BuiltinForm("string:string, match:string", (run, a) => FeelValues.Box(Read(run, a[0]).StartsWith((string)a[1]!, StringComparison.Ordinal)))),
        new("ends with", new BuiltinForm("string:string, match:string", (run, a) => FeelValues.Box(Read(run, a[0]).EndsWith((string)a[1]!, StringComparison.Ordinal)))),
        new("matches", new BuiltinForm("input:string, pattern:string, flags:string~?", (run, a) => Patterns.Matches(run, (string)a[0]!, (string)a[1]!, (string?)a[2]))),
        new("replace", new BuiltinForm("input:string, pattern:string, replacement:string, flags:string~?", (run, a) => Patterns.Replace(run, (string)a[0]!, (string)a[1]!, (string)a[2]!, (string?)a[3]))),
        new("split", new BuiltinForm("string:string, delimiter:string", (run, a) => Patterns.Split(run, (string)a[0]!, (string)a[1]!))),
        new("string join", new BuiltinForm("list:list, delimiter:string~?", (run, a) => Join(run, (FeelList)a[0]!, (string?)a[1] ?? ""))),
    ];

    private static string Read(Run run, object? text)
    {
        run.Walk(text);
        return (string)text!;
    }

    private static string Sized(Run run, string text)
    {
        run.Grow(text.Length);
        return text;
    }

    private static int Length(string text)
    {
        int length = 0;
        foreach (Rune _ in text.EnumerateRunes())
        {
            length++;
        }

        return length;
    }

    private static object? Substring(Run run, string text, decimal start, decimal? length)
    {
        run.Grow(text.Length);
        Rune[] runes = [.. text.EnumerateRunes()];
        decimal from = decimal.Truncate(start);
        from = from < 0 ? runes.Length + from : from - 1;
        decimal count = length is { } wanted ? decimal.Truncate(wanted) : runes.Length;
        if (start == 0 || from < 0 || count < 0)
        {
            return run.Null($"substring: position {start} or length {length} lies outside the text");
        }

        if (from >= runes.Length)
        {
            return "";
        }

        int take = (int)Math.Min(count, runes.Length - from);
        var part = new StringBuilder();
        foreach (Rune rune in runes.AsSpan((int)from, take))
        {
            part.Append(rune.ToString());
        }

        return part.ToString();
    }

    private static string Before(Run run, string text, string match)
    {
        int position = text.IndexOf(match, StringComparison.Ordinal);
        return Sized(run, position < 0 ? "" : text[..position]);
    }

    private static string After(Run run, string text, string match)
    {
        int position = text.IndexOf(match, StringComparison.Ordinal);
        return Sized(run, position < 0 ? "" : text[(position + match.Length)..]);
    }

    private static object? Join(Run run, FeelList list, string delimiter)
    {
        var text = new StringBuilder();
        bool first = true;
        foreach (object? item in list)
        {
            if (item is not (null or string))
            {
                return run.Null($"string join: the list holds a {FeelText.TypeName(item)}");
            }

            if (item is string part)
            {
                run.Fit((long)text.Length + part.Length + delimiter.Length);
                text.Append(first ? "" : delimiter).Append(part);
                first = false;
            }
        }

        run.Grow(text.Length + (long)list.Count);
        return text.ToString();
    }
}
