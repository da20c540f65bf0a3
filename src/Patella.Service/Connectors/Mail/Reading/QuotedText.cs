using System.Text.RegularExpressions;

namespace Patella.Service.Connectors.Mail.Reading;

/// <summary>
/// Parts what somebody wrote from what they answer and from their signature. Only what stands at the end is taken away: words between quotes are an answer
/// line by line and stay with them. The raw mail keeps everything.
/// </summary>
internal static partial class QuotedText
{
    /// <summary>Stands where an HTML mail marks what is answered.</summary>
    public const string Marker = "\u0001quoted\u0001";

    private const int LineLimit = 20_000;
    private const int SignatureLines = 12;

    /// <summary>What they wrote now; all of it when nothing else would be left.</summary>
    /// <param name="ownMarks">Lines that our own mails carry to say: what is below is not yours.</param>
    public static string Visible(string text, IReadOnlyCollection<string> ownMarks, bool isForward)
    {
        var lines = text.Split('\n').Take(LineLimit).Select(line => line.TrimEnd()).ToList();
        var whole = Tidy(lines.Where(line => line != Marker));
        if (isForward)
        {
            return whole;
        }

        var end = Math.Min(EndOfOwn(lines, ownMarks), lines.Count);
        end = WithoutTrailingQuotes(lines, end);
        end = WithoutSignature(lines, end);
        var visible = Tidy(lines.Take(end).Where(line => line != Marker));
        return visible.Length > 0 ? visible : whole;
    }

    /// <summary>The first line from which on everything is answered mail.</summary>
    private static int EndOfOwn(List<string> lines, IReadOnlyCollection<string> ownMarks)
    {
        for (var index = 0; index < lines.Count; index++)
        {
            var line = lines[index].TrimStart('>', ' ', '*').TrimEnd(' ', '*');
            if (line == Marker || ownMarks.Any(mark => line.Contains(mark, StringComparison.Ordinal)))
            {
                return BeforeAttribution(lines, index);
            }

            if (line.Length is > 5 and < 200 && Separator().IsMatch(line) || IsOutlookHeader(lines, index))
            {
                return index;
            }

            if (IsAttribution(lines, index, out var taken) && FollowedByQuote(lines, index + taken))
            {
                return index;
            }
        }

        return lines.Count;
    }

    /// <summary>"On Monday X wrote:" stands just above what it announces.</summary>
    private static int BeforeAttribution(List<string> lines, int index)
    {
        for (var back = 1; back <= 4 && index - back >= 0; back++)
        {
            if (IsAttribution(lines, index - back, out _))
            {
                return index - back;
            }
        }

        return index;
    }

    private static bool IsAttribution(List<string> lines, int index, out int taken)
    {
        taken = 1;
        var line = lines[index].TrimStart('>', ' ');
        if (line.Length is < 6 or > 300)
        {
            return false;
        }

        if (Attribution().IsMatch(line))
        {
            return true;
        }

        // Long ones are folded over two lines.
        taken = 2;
        return index + 1 < lines.Count && lines[index + 1].Length is > 0 and < 200 && AttributionStart().IsMatch(line) && Attribution().IsMatch(line + " " + lines[index + 1].TrimStart('>', ' '));
    }

    private static bool FollowedByQuote(List<string> lines, int index)
    {
        while (index < lines.Count && lines[index].Length == 0)
        {
            index++;
        }

        if (index >= lines.Count)
        {
            return true;
        }

        // Quotes to the end, or no quote marks at all: everything below is theirs. Quotes with words between them are an answer in between.
        var quoted = lines[index].StartsWith('>') || lines[index] == Marker;
        return !quoted || lines.Skip(index).All(line => line.Length == 0 || line.StartsWith('>') || line == Marker) || lines[index] == Marker;
    }

    private static bool IsOutlookHeader(List<string> lines, int index)
    {
        if (!OutlookFirst().IsMatch(lines[index]))
        {
            return false;
        }

        var fields = 0;
        for (var next = index; next < Math.Min(index + 7, lines.Count); next++)
        {
            fields += OutlookField().IsMatch(lines[next]) ? 1 : 0;
        }

        return fields >= 3;
    }

    private static int WithoutTrailingQuotes(List<string> lines, int end)
    {
        var last = end;
        while (last > 0 && (lines[last - 1].Length == 0 || lines[last - 1].StartsWith('>') || lines[last - 1] == Marker))
        {
            last--;
        }

        var removed = lines.Skip(last).Take(end - last).Any(line => line.Length > 0);
        return !removed ? end : last > 0 && IsAttribution(lines, last - 1, out _) ? last - 1 : last > 1 && IsAttribution(lines, last - 2, out var taken) && taken == 2 ? last - 2 : last;
    }

    /// <summary>RFC 3676, 4.3: two dashes and a blank; and the line a telephone adds.</summary>
    private static int WithoutSignature(List<string> lines, int end)
    {
        // What stands far above the end is a line somebody drew, not a signature.
        for (var index = end - 1; index >= Math.Max(0, end - SignatureLines); index--)
        {
            if (lines[index] is "--" or "—")
            {
                return index;
            }
        }

        var last = end;
        while (last > 0 && lines[last - 1].Length == 0)
        {
            last--;
        }

        return last > 0 && lines[last - 1].Length < 80 && Device().IsMatch(lines[last - 1]) ? last - 1 : end;
    }

    private static string Tidy(IEnumerable<string> lines)
    {
        var kept = new List<string>();
        foreach (var line in lines)
        {
            if (line.Length > 0 || (kept.Count > 0 && kept[^1].Length > 0))
            {
                kept.Add(line);
            }
        }

        return string.Join('\n', kept).Trim();
    }

    [GeneratedRegex(@"^(-{2,}\s*(original message|ursprüngliche nachricht|message d'origine|mensaje original|原始邮件|原始郵件|回复的原邮件|転送元メッセージ|original-nachricht)\s*-{2,}|-{6,}\s*(原始邮件|Original)\s*-{6,}|_{20,})$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5_000)]
    private static partial Regex Separator();

    [GeneratedRegex(@"^((on|am|le|el|il|em|op|den)\b.{4,250}(wrote|schrieb.{0,100}|a écrit|escribió|ha scritto|escreveu|schreef.{0,100}|skrev.{0,100})\s*[:：]|(在|于|於)?.{4,250}(写道|寫道|撰写|のメール|のメッセージ|wrote)\s*[:：])\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5_000)]
    private static partial Regex Attribution();

    [GeneratedRegex(@"^((on|am|le|el|il|em|op|den)\s|在|于|於|\d{4}\s*年|\d{4}-\d)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5_000)]
    private static partial Regex AttributionStart();

    [GeneratedRegex(@"^\s*\*?(from|发件人|寄件者|寄件人|von|de|差出人)\*?\s*[:：]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5_000)]
    private static partial Regex OutlookFirst();

    [GeneratedRegex(@"^\s*\*?(from|sent|date|to|cc|subject|发件人|发送时间|日期|时间|收件人|抄送|主题|寄件者|收件者|主旨|von|gesendet|an|betreff|de|envoyé|à|objet|差出人|送信日時|宛先|件名)\*?\s*[:：]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5_000)]
    private static partial Regex OutlookField();

    [GeneratedRegex(@"^(sent from (my|outlook|mail|yahoo)\b|get outlook for|发自我的|發自我的|来自我的|从我的.{1,20}发送|von meinem .{1,20} gesendet|envoyé de mon|iphoneから送信|发送自)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5_000)]
    private static partial Regex Device();
}
