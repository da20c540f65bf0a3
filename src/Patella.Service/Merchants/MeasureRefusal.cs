using Patella.Service.Edge;
using Patella.Service.Policies;

namespace Patella.Service.Merchants;

/// <summary>What a table's no reads like.</summary>
internal static class MeasureRefusal
{
    public static Problem Of(PolicyVerdict verdict, Caller caller) => Problem.Refused("policy", ProblemText.Said(verdict.Says(caller.Language)));
}
