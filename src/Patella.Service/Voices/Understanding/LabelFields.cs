using System.Globalization;
using Patella.Kernel.Learning.Training;
using Patella.Service.Edge;

namespace Patella.Service.Voices.Understanding;

/// <summary>What a line of a file of labels says, checked.</summary>
internal static class LabelFields
{
    /// <summary>UTF-16 units of a text at most.</summary>
    private const int MostText = 20_000;

    private const int NoneUnknown = -9;

    /// <summary>Adds the label, or what is wrong with it.</summary>
    public static void Take(int line, Func<string, string?> field, List<LabelLine> lines, List<LabelProblem> problems)
    {
        var (text, reason) = (field("text"), field("reason")?.Trim());
        var (sentiment, urgency) = (Number(field("sentiment"), -1, 1), Number(field("urgency"), 0, 2));
        var wrong = Wrong(text, reason, sentiment, urgency);
        if (wrong is not null)
        {
            problems.Add(new LabelProblem(line, wrong));
        }
        else
        {
            lines.Add(new LabelLine(line, new LabelledText(text!, reason == "-" ? "" : string.IsNullOrEmpty(reason) ? null : reason, (sbyte?)sentiment, (byte?)urgency)));
        }
    }

    private static ProblemText? Wrong(string? text, string? reason, int? sentiment, int? urgency)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "The text is missing.";
        }

        if (text.Length > MostText)
        {
            return "The text has more than 20,000 characters.";
        }

        if (sentiment == NoneUnknown)
        {
            return "The sentiment must be -1, 0 or 1.";
        }

        if (urgency == NoneUnknown)
        {
            return "The urgency must be 0, 1 or 2.";
        }

        return string.IsNullOrEmpty(reason) && sentiment is null && urgency is null ? (ProblemText)"Nothing is said of the text: give a reason, a sentiment or an urgency." : null;
    }

    private static int? Number(string? value, int least, int most)
        => string.IsNullOrWhiteSpace(value) ? null
            : int.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
            : NoneUnknown;
}
