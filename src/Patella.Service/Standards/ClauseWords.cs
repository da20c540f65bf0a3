using Patella.Service.Edge;

namespace Patella.Service.Standards;

/// <summary>What a clause is for, as a part of a sentence in the caller's language.</summary>
internal static class ClauseWords
{
    public static ProblemText Of(Clause clause) => clause switch
    {
        { Tier: null, Priority: null } => (ProblemText)$"{Measure(clause)}, {Whose(clause)}",
        { Priority: null } => (ProblemText)$"{Measure(clause)}, {Whose(clause)}, {clause.Tier} members",
        { Tier: null } => (ProblemText)$"{Measure(clause)}, {Whose(clause)}, {Priority(clause)}",
        _ => (ProblemText)$"{Measure(clause)}, {Whose(clause)}, {clause.Tier} members, {Priority(clause)}",
    };

    private static ProblemText Measure(Clause clause) => clause.Measure switch
    {
        Measures.FirstReply => "first reply",
        Measures.NextReply => "next reply",
        Measures.Resolution => "resolution",
        Measures.TransferAnswer => "answer to a transfer",
        Measures.PartReply => "a party's answer",
        _ => (ProblemText)$"measure {clause.Measure}",
    };

    private static ProblemText Whose(Clause clause) => clause.Unit is null ? "all units" : (ProblemText)$"unit {clause.Unit}";

    private static ProblemText Priority(Clause clause) => clause.Priority switch
    {
        "low" => "low priority",
        "normal" => "normal priority",
        "high" => "high priority",
        "urgent" => "urgent",
        _ => (ProblemText)$"priority {clause.Priority}",
    };
}
