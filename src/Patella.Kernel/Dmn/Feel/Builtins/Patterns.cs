using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;

namespace Patella.Kernel.Dmn.Feel;

/// <summary>
/// Regular expressions in the dialect of XPath. They run on the automaton engine, whose time is linear in the text;
/// only a pattern with back references needs the backtracking engine, and gets a short text and a quarter of a second.
/// </summary>
internal static class Patterns
{
    private const int LargestCache = 512;
    private const int LongestPattern = 1000;
    private const int LongestText = 100_000;
    private const int LongestBacktrackedText = 10_000;

    // A call of the backtracking engine may take its quarter of a second, so few fit into a budget.
    private const int BacktrackingSteps = 20_000;
    private static readonly TimeSpan BacktrackingTime = TimeSpan.FromMilliseconds(250);
    private static readonly ConcurrentDictionary<(string Pattern, string Flags), Regex> Cache = new();

    internal static object? Matches(Run run, string input, string pattern, string? flags) =>
        Compile(run, pattern, flags ?? "", input) is { } regex ? Guarded(run, () => FeelValues.Box(regex.IsMatch(input))) : null;

    internal static object? Replace(Run run, string input, string pattern, string replacement, string? flags)
    {
        if (Compile(run, pattern, flags ?? "", input) is not { } regex)
        {
            return null;
        }

        int groups = regex.GetGroupNumbers().Length - 1;
        return ReplacementText.Parse(replacement, groups) is { } parts
            ? Guarded(run, () => Build(run, input, regex, parts))
            : run.Null("replace: in a replacement, $ stands before a digit and \\ before $ or \\");
    }

    internal static object? Split(Run run, string text, string delimiter)
    {
        if (Compile(run, delimiter, "", text) is not { } regex)
        {
            return null;
        }

        return Guarded(run, () =>
        {
            var parts = new List<object?>();
            int start = 0;
            foreach (Match match in regex.Matches(text))
            {
                if (match.Length > 0)
                {
                    parts.Add(text[start..match.Index]);
                    start = match.Index + match.Length;
                }
            }

            parts.Add(text[start..]);
            run.Grow(parts.Count);
            return FeelList.Of(parts);
        });
    }

    private static Regex? Compile(Run run, string pattern, string flags, string input)
    {
        run.Spend(1 + (input.Length / 16L * (1 + (pattern.Length / 16))));
        if (!Cache.TryGetValue((pattern, flags), out Regex? regex))
        {
            try
            {
                regex = Create(pattern, flags);
            }
            catch (ArgumentException fault)
            {
                run.Null($"the regular expression is not valid: {fault.Message}");
                return null;
            }

            if (Cache.Count < LargestCache)
            {
                Cache.TryAdd((pattern, flags), regex);
            }
        }

        bool backtracks = !regex.Options.HasFlag(RegexOptions.NonBacktracking);
        int longest = backtracks ? LongestBacktrackedText : LongestText;
        if (input.Length > longest)
        {
            throw new DmnLimitException(DmnLimit.Size, $"a regular expression is matched against more than {longest} characters", run.Place);
        }

        run.Spend(backtracks ? BacktrackingSteps : 0);
        return regex;
    }

    private static Regex Create(string pattern, string flags)
    {
        if (pattern.Length > LongestPattern)
        {
            throw new ArgumentException($"it is longer than {LongestPattern} characters");
        }

        (string translated, RegexOptions options) = PatternDialect.Translate(pattern, flags);
        try
        {
            return new Regex(translated, options | RegexOptions.NonBacktracking);
        }
        catch (NotSupportedException)
        {
            return new Regex(translated, options, BacktrackingTime);
        }
    }

    private static object? Guarded(Run run, Func<object?> work)
    {
        try
        {
            return work();
        }
        catch (RegexMatchTimeoutException)
        {
            throw new DmnLimitException(DmnLimit.Steps, "a regular expression with back references took too long", run.Place);
        }
    }

    private static string Build(Run run, string input, Regex regex, IReadOnlyList<(string Text, int Group)> parts)
    {
        var result = new StringBuilder();
        int start = 0;
        foreach (Match match in regex.Matches(input))
        {
            result.Append(input, start, match.Index - start);
            foreach ((string text, int group) in parts)
            {
                result.Append(group < 0 ? text : match.Groups[group].Value);
            }

            run.Fit(result.Length);
            start = match.Index + match.Length;
        }

        result.Append(input, start, input.Length - start);
        run.Grow(result.Length);
        return result.ToString();
    }
}
