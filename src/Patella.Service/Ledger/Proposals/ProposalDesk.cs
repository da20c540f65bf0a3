using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Audit;
using Patella.Service.Edge;

namespace Patella.Service.Ledger.Proposals;

/// <summary>What is done when a proposal is approved; the capability whose matter it is implements it.</summary>
public interface IProposalHandler
{
    /// <summary>Of <see cref="ProposalKinds"/>.</summary>
    string Kind { get; }

    /// <summary>Carries it out in the transaction that approves it; a refusal leaves the proposal open.</summary>
    Task<Problem?> Carry(ITransaction transaction, Proposal proposal, Caller approver);
}

/// <summary>Four eyes: one person proposes, another approves or declines, never one's own. The deed is done in the transaction that approves it.</summary>
public sealed class ProposalDesk(IEnumerable<IProposalHandler> handlers, AuditTrail audit, BusinessTime business)
{
    private const int MostId = 60;
    internal static readonly Statements Sql = new(typeof(ProposalDesk).Assembly, "Ledger.proposals.sql");
    private readonly Dictionary<string, IProposalHandler> _handlers = handlers.ToDictionary(handler => handler.Kind);

    /// <summary>Writes a proposal down. The same again changes nothing; the same id with anything else is a conflict.</summary>
    public async Task<Outcome<Proposal>> Propose(ITransaction transaction, Caller caller, string id, string kind, string target, object terms)
    {
        if (id.Length > MostId || !Validation.IsId(id))
        {
            return Problem.Invalid("/id", $"Must be 1 to {MostId} characters of letters, digits, '.', ':', '_' or '-'.");
        }

        var proposal = new Proposal { Id = id, Kind = kind, Target = target, Terms = Json.Write(terms), ProposedBy = caller.Id, ProposedAt = business.Now };
        if (await transaction.Execute(Sql["Add"], proposal) == 0)
        {
            var kept = (await transaction.One<Proposal>(Sql["Find"], new { id }))!;
            return (kept.Kind, kept.Target, kept.Terms, kept.ProposedBy) == (kind, target, proposal.Terms, caller.Id) ? kept : Problem.Conflict("proposal-taken", $"A proposal '{id}' was made with other content.");
        }

        await audit.Write(transaction, caller, "ledger.proposed", $"proposal:{id}", new { kind, target });
        return proposal;
    }

    /// <summary>Approves and carries out, or declines. Deciding the same again changes nothing.</summary>
    public async Task<Outcome<Proposal>> Decide(ITransaction transaction, Caller caller, string id, bool approve)
    {
        if (await transaction.One<Proposal>(Sql["Find"] + (transaction.Kind == StoreKind.Postgres ? " for update" : ""), new { id }) is not { } proposal)
        {
            return Problem.NotFound("The proposal");
        }

        var state = approve ? "approved" : "declined";
        if (proposal.State != "open")
        {
            return proposal.State == state && proposal.DecidedBy == caller.Id ? proposal : Problem.Conflict("proposal-decided", $"The proposal has been {proposal.State}.");
        }

        if (proposal.ProposedBy == caller.Id)
        {
            return Problem.Refused("second-person", "Nobody decides their own proposal: it needs a second person.");
        }

        if (approve && await _handlers[proposal.Kind].Carry(transaction, proposal, caller) is { } refused)
        {
            return refused;
        }

        await transaction.Execute(Sql["Decide"], new { id, state, by = caller.Id, now = business.Now });
        await audit.Write(transaction, caller, "ledger.proposal-" + state, $"proposal:{id}", new { proposal.Kind, proposal.Target });
        return proposal with { State = state, DecidedBy = caller.Id, DecidedAt = business.Now };
    }
}
