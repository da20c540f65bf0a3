using Patella.Service.Edge;

namespace Patella.Service.Cases;

/// <summary>POST /cases/bulk: the same change to many, each in its own transaction and once by the call's id, so that a call that broke off can be sent again.</summary>
internal sealed class BulkCases(CaseDesk desk, ListCases list)
{
    public const int Most = 100;

    public async Task<Outcome<BulkAnswer>> Run(Caller caller, BulkRequest request)
    {
        var check = new Validation().Id(request.ClientId, "/clientId").Must(request.ClientId is null or { Length: <= 80 }, "/clientId", "Must be at most 80 characters.")
            .Must(request.Cases is { Count: > 0 and <= Most } && request.Cases.All(id => id is not null), "/cases", $"Must be 1 to {Most} ids.")
            .Must(Steps(request).Count > 0, "", "Name what changes: status, staff, priority, transferTo, addTags or outcome.");
        if (check.Failed)
        {
            return check.Problem;
        }

        var items = new List<BulkItem>();
        foreach (var id in request.Cases!.Distinct())
        {
            items.Add(await One(caller, id, request));
        }

        return new BulkAnswer(items);
    }

    private async Task<BulkItem> One(Caller caller, string id, BulkRequest request)
    {
        foreach (var (name, step) in Steps(request))
        {
            if ((await step(caller, id, $"{request.ClientId}:{name}")).Problem is { } problem)
            {
                return new BulkItem(id, false, problem.Code, problem.Detail.In(caller.Language));
            }
        }

        return new BulkItem(id, true, null, null);
    }

    private List<(string Name, Func<Caller, string, string, Task<Outcome<CaseView>>> Step)> Steps(BulkRequest request)
    {
        var steps = new List<(string, Func<Caller, string, string, Task<Outcome<CaseView>>>)>();
        void Add(bool wanted, string name, Func<Caller, string, string, Task<Outcome<CaseView>>> step)
        {
            if (wanted)
            {
                steps.Add((name, step));
            }
        }

        Add(request.Priority is not null, "priority", (caller, id, client) => desk.Describe(caller, id, new DescribeCaseRequest(client, null, null, request.Priority)));
        Add(request.AddTags is not null, "tags", async (caller, id, client) => (await list.Get(caller, id)) is { Problem: null } found
            ? await desk.Tag(caller, id, new TagsRequest(client, [.. found.Value.Tags, .. request.AddTags!]))
            : Problem.NotFound("The case"));
        Add(request.Staff is not null, "staff", (caller, id, client) => desk.Assign(caller, id, new CaseAssignmentRequest(client, request.Staff!.Length == 0 ? null : request.Staff)));
        Add(request.Status is not null, "status", (caller, id, client) => desk.ChangeStatus(caller, id, new CaseStatusRequest(client, request.Status, null)));
        Add(request.TransferTo is not null, "transfer", (caller, id, client) => desk.Propose(caller, id, new CaseTransferRequest(client, request.TransferTo, request.Reason)));
        Add(request.Outcome is not null, "close", (caller, id, client) => desk.Close(caller, id, new CaseClosureRequest(client, request.Outcome, null, null)));
        return steps;
    }
}
