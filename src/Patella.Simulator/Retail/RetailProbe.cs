namespace Patella.Simulator.Retail;

/// <summary>A call that must not be done, and what came of it.</summary>
/// <param name="Class">The set's class of violation, or one of <see cref="RetailProbes"/>.</param>
/// <param name="Code">Code of the refusal; null when it was done.</param>
/// <param name="Rule">What refused it: policy, version and row, or the law of the store.</param>
/// <param name="Fault">What is wrong with the refusal; null when it is as it must be.</param>
public sealed record RetailProbe(string Task, int Step, string Class, string? Code, string? Rule, string? Fault);

/// <summary>Classes of calls that are asked beside every valid write.</summary>
public static class RetailProbes
{
    public const string Nobody = "nobody authenticated";
    public const string SomebodyElse = "somebody else authenticated";
    public const string NoConsent = "no consent";
    public const string OtherArguments = "consent for other arguments";
    public const string Again = "the same command again";

    /// <summary>The command's id with other arguments.</summary>
    public const string AgainWithOthers = "the same command id with other arguments";

    public static readonly IReadOnlyList<string> All = [Nobody, SomebodyElse, NoConsent, OtherArguments, Again, AgainWithOthers];
}
