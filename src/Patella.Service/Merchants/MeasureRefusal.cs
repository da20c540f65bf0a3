using Patella.Service.Edge;
using Patella.Service.Policies;

namespace Patella.Service.Merchants;

/// <summary>What a table's no reads like: the sentence, what is possible instead, and the rule, for all who ask are of the staff.</summary>
internal static class MeasureRefusal
{
    public static Problem Of(PolicyVerdict verdict, Caller caller) => Problem.Refused("policy", ProblemText.Said(verdict.Says(caller.Language))) with
    {
        Members = new Dictionary<string, object?> { ["instead"] = verdict.SaysInstead(caller.Language), ["person"] = true, ["reason"] = verdict.Reason, ["rule"] = verdict.Rule },
    };
}
