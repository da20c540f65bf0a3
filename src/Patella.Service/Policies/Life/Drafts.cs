using Patella.Kernel.Dmn.Xml;
using Patella.Service.Edge;
using Patella.Service.Policies.Checks;
using Patella.Service.Policies.Guarding;

namespace Patella.Service.Policies.Life;

/// <summary>A table and words that were read and checked.</summary>
internal sealed record Draft(string Dmn, string Words, IReadOnlyList<Finding> Findings)
{
    public const int MostText = 1_000_000;

    public string Hash => PolicyContent.HashOf(Dmn, Words);

    public string FindingsJson => Json.Write(Findings);

    public static bool Faultless(string findings) => Finding.Read(findings).All(finding => finding.Severity != Finding.Error);

    /// <summary>What is no model at all is refused with its place; what is wrong in a model is found and kept beside it.</summary>
    public static Outcome<Draft> Read(PolicyKind kind, string? dmn, System.Text.Json.JsonElement? words)
    {
        var check = new Validation().Must(dmn is { Length: > 0 and <= MostText }, "/dmn", $"Must be a DMN model of at most {MostText} characters.");
        var kept = WordsJson.Read(words, check);
        return check.Failed ? check.Problem : Of(kind, dmn!, kept!);
    }

    public static Outcome<Draft> Of(PolicyKind kind, string dmn, string words)
    {
        try
        {
            return new Draft(dmn, words, PolicyCheck.Of(PolicyProgram.Once(dmn), kind, PolicyWords.Read(words)));
        }
        catch (DmnFormatException malformed)
        {
            return Problem.Invalid("/dmn", $"Line {malformed.Line}, column {malformed.Column}: {malformed.Message}");
        }
    }
}
