using System.Text.Json;
using Patella.Platform.Clocks;
using Patella.Service.Edge;

namespace Patella.Service.Ledger.Proposals;

/// <summary>Kinds of what needs two people; stored and wire values, append only.</summary>
public static class ProposalKinds
{
    public const string PaymentSettlement = "payment-settlement";
    public const string RemedyReversal = "remedy-reversal";
    public const string AdvanceWriteOff = "advance-write-off";
}

/// <summary>Something one person proposes and another decides.</summary>
public sealed record Proposal
{
    public string Id { get; init; } = "";

    public string Kind { get; init; } = "";

    /// <summary>A payment's, remedy's or case's id.</summary>
    public string Target { get; init; } = "";

    /// <summary>What is proposed, as JSON; its reason inside.</summary>
    public string Terms { get; init; } = "{}";

    public string ProposedBy { get; init; } = "";

    public long ProposedAt { get; init; }

    /// <summary>open, approved or declined.</summary>
    public string State { get; init; } = "open";

    public string? DecidedBy { get; init; }

    public long? DecidedAt { get; init; }
}

/// <summary>A proposal on the wire.</summary>
/// <param name="Kind">payment-settlement, remedy-reversal or advance-write-off.</param>
/// <param name="Target">The payment's, remedy's or case's id.</param>
/// <param name="State">open, approved or declined.</param>
/// <param name="Mine">Whether the caller proposed it: then somebody else decides.</param>
public sealed record ProposalView(string Id, string Kind, string Target, JsonElement Terms, string ProposedBy, DateTimeOffset ProposedAt, string State, string? DecidedBy, DateTimeOffset? DecidedAt, bool Mine)
{
    internal static ProposalView Of(Proposal proposal, Caller caller) => new(
        proposal.Id, proposal.Kind, proposal.Target, Json.Read<JsonElement>(proposal.Terms), proposal.ProposedBy, Microseconds.ToTime(proposal.ProposedAt), proposal.State, proposal.DecidedBy,
        proposal.DecidedAt is { } at ? Microseconds.ToTime(at) : null, proposal.ProposedBy == caller.Id);
}

/// <summary>POST /ledger/proposals/{id}/decision.</summary>
/// <param name="Approve">False declines.</param>
public sealed record DecisionRequest(bool? Approve);
