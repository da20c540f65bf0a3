using System.Text.Json;
using System.Text.Json.Nodes;
using Patella.Kernel.Dmn;
using Patella.Kernel.Dmn.Feel;
using Patella.Kernel.Dmn.Xml;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Policies.Checks;
using Patella.Service.Policies.Guarding;
using Patella.Service.Policies.Life;

namespace Patella.Service.Policies.Reading;

/// <summary>Tries a table on facts, without effect: the verdict, and how it came about.</summary>
internal sealed class Trials(IStore store, PolicyKinds kinds, PolicyBook book, BusinessTime business)
{
    public async Task<Outcome<TrialView>> Try(Caller caller, string key, TrialRequest request)
    {
        if (kinds.Find(key) is not { } kind)
        {
            return Problem.NotFound("The policy");
        }

        var (now, inForce) = (business.Now, await store.Read(caller.Tenant, reader => book.At(reader, key, business.Now)));
        var check = new Validation().Must(request.Facts is { ValueKind: JsonValueKind.Object } given && given.GetRawText().Length <= 200_000, "/facts", "Must be an object.")
            .Must(request.Dmn is null or { Length: > 0 and <= Draft.MostText }, "/dmn", $"Must be a DMN model of at most {Draft.MostText} characters.");
        var words = WordsJson.Read(request.Words, check);
        if (check.Failed)
        {
            return check.Problem;
        }

        try
        {
            var facts = FactSet.Read(request.Facts!.Value.GetRawText());
            var program = request.Dmn is null ? inForce.Compiled : PolicyProgram.Once(request.Dmn);
            var version = new PolicyVersion(key, inForce.Number, inForce.Id, "", inForce.Title, 0, null, request.Dmn ?? inForce.Dmn, request.Words is null ? inForce.Words : PolicyWords.Read(words)) { Draft = program };
            return View(caller, kind, version, facts, now, request.Dmn is null ? [] : PolicyCheck.Of(program, kind, version.Words));
        }
        catch (DmnFormatException malformed)
        {
            return Problem.Invalid("/dmn", $"Line {malformed.Line}, column {malformed.Column}: {malformed.Message}");
        }
        catch (JsonException malformed)
        {
            return Problem.Invalid("/facts", ProblemText.Said(malformed.Message));
        }
    }

    private static TrialView View(Caller caller, PolicyKind kind, PolicyVersion version, FactSet facts, long now, IReadOnlyList<Finding> findings)
    {
        var verdict = Judge.Of(version, kind, facts, now);
        return new TrialView(
            verdict.Outcome, verdict.Reason, verdict.Says(caller.Language), verdict.SaysInstead(caller.Language), verdict.WithinHours, verdict.Consent, verdict.Rule, JsonSerializer.SerializeToNode(verdict.Values, Json.Options)!, verdict.Problems,
            [.. Tables(version, kind, facts, now).Select(table => new TrialTable(
                table.Place, [.. table.Inputs.Select(input => new TrialValue(input.Name, FeelText.Write(input.Value)))], [.. table.Fired.Select(rule => rule.Number)], table.UsedDefault, FeelText.Write(table.Value)))],
            [.. findings.Select(finding => finding.ToView(caller.Language))]);
    }

    private static IReadOnlyList<TableExplanation> Tables(PolicyVersion version, PolicyKind kind, FactSet facts, long now)
    {
        try
        {
            return version.Program.Evaluate(kind.Decision, facts.Values, new DmnOptions(Microseconds.ToTime(now), Explain: true, Judge.Limits)).Explanation?.Tables ?? [];
        }
        catch (Exception failure) when (failure is DmnLimitException or ArgumentException)
        {
            return [];
        }
    }
}
