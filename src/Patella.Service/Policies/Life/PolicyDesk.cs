using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Policies.Backtests;
using Patella.Service.Policies.Guarding;
using Patella.Service.Tenants;

namespace Patella.Service.Policies.Life;

/// <summary>Takes the steps of a rule's life. Each holds the policy, so that steps come one after the other, and is written into the version's history in the same transaction.</summary>
internal sealed class PolicyDesk(IStore store, PolicyBook book, PolicyKinds kinds, PolicyTelling telling, PolicyViews views, Backtest backtest, TenantStore tenants, IEnumerable<IPolicyVeto> vetoes, BusinessTime business)
{
    private const int MostLinks = 50;
    private const int MostNote = 1_000;
    private const long Day = 86_400L * Microseconds.PerSecond;

    public async Task<Outcome<VersionView>> Propose(Caller caller, string key, VersionRequest request)
    {
        if (kinds.Find(key) is not { } kind)
        {
            return Problem.NotFound("The policy");
        }

        var check = Check(request);
        var words = WordsJson.Read(request.Words, check);
        if (check.Failed)
        {
            return check.Problem;
        }

        // Read and checked outside of the transaction: an intricate table takes its time.
        var (inForce, copied) = await store.Read(caller.Tenant, async reader => await book.At(reader, key, business.Now) is var found && request.Dmn is null && request.Words is null ? (found, await WordsOf(reader, found, kind)) : (found, words!));
        var draft = Draft.Of(kind, request.Dmn ?? inForce.Dmn, copied);
        return await store.Write(caller.Tenant, async transaction =>
        {
            await VersionRows.Hold(transaction, key);
            var command = PolicyContent.HashOf(caller.Id + "\n" + key, Json.Write(request));
            if (await VersionRows.Find(transaction, request.Id!) is { } there)
            {
                return there.Command == command ? await views.Of(transaction, caller, there) : Problem.Conflict("command-taken", $"A proposal '{request.Id}' with other content was sent before.");
            }

            return draft.Succeeded ? await Add(transaction, caller, kind, request, command, draft.Value, inForce.Number) : draft.Problem!;
        });
    }

    public async Task<Outcome<VersionView>> SaveDraft(Caller caller, string id, DraftRequest request)
    {
        if (await store.Read(caller.Tenant, reader => VersionRows.Find(reader, id)) is not { } seen || !PolicyViews.MaySee(caller, seen))
        {
            return Problem.NotFound("The version");
        }

        var draft = Draft.Read(kinds.Find(seen.Policy)!, request.Dmn, request.Words);
        return !draft.Succeeded ? draft.Problem! : await Change(caller, id, "drafted", null, own: true, (_, version, _) =>
            Task.FromResult(LifeRules.Draft(version, draft.Value.Dmn, draft.Value.Words, request.BasedOn ?? "", draft.Value.FindingsJson, caller.Id)));
    }

    /// <summary>Tries the version on stored decisions. The report counts for exactly the content that was tried.</summary>
    public async Task<Outcome<VersionView>> TryOnHistory(Caller caller, string id, BacktestRequest request, CancellationToken cancellation)
    {
        var check = new Validation().Must(request.Most is null or > 0, "/most", "Must be more than 0.").Must(request.From is null || request.Until is null || request.From < request.Until, "/until", "Must be after 'from'.");
        if (check.Failed)
        {
            return check.Problem;
        }

        if (await store.Read(caller.Tenant, reader => VersionRows.Find(reader, id), cancellation) is not { } seen || !PolicyViews.MaySee(caller, seen))
        {
            return Problem.NotFound("The version");
        }

        var version = new PolicyVersion(seen.Policy, seen.Number, seen.Id, seen.Hash, seen.Title, 0, seen.ProposerName, seen.Dmn, PolicyWords.Read(seen.Words));
        var report = await backtest.Report(caller, version, kinds.Find(seen.Policy)!, request, business.GetUtcNow(), VersionRows.NameOf(caller), cancellation);
        return await Change(caller, id, "backtested", null, own: true, (_, row, _) => Task.FromResult<Outcome<VersionRow>>(row.Hash != seen.Hash
            ? Problem.Conflict("changed-meanwhile", "Somebody else has changed it meanwhile. Read it anew and change that.") : row with { Backtest = Json.Write(report), BacktestHash = seen.Hash }));
    }

    public Task<Outcome<VersionView>> Answer(Caller caller, string id, AnswerRequest request)
    {
        var check = new Validation().Must(request.Accept is not null, "/accept", "Is required.").Text(request.Words, "/words", 1, MostNote);
        return check.Failed ? Failed(check) : Change(caller, id, request.Accept == true ? "accepted" : "declined", request.Words, own: false, (_, version, _) =>
            Task.FromResult(LifeRules.Answer(version, request.Accept!.Value, request.Words!, VersionRows.NameOf(caller), business.Now)), tell: true);
    }

    public Task<Outcome<VersionView>> Sign(Caller caller, string id, SignatureRequest request)
    {
        var check = new Validation().Text(request.Hash, "/hash", 64, 64).Text(request.Note, "/note", 0, MostNote);
        return check.Failed ? Failed(check) : Change(caller, id, "signed", request.Note, own: false, (_, version, _) =>
            Task.FromResult(LifeRules.Sign(version, request.Hash!, request.Note, caller.Id, VersionRows.NameOf(caller), Draft.Faultless(version.Findings), business.Now)), tell: true);
    }

    public Task<Outcome<VersionView>> Shadow(Caller caller, string id)
        => Change(caller, id, "shadow", null, own: false, (_, version, line) => Task.FromResult(LifeRules.Shadow(version, line, business.Now)));

    public Task<Outcome<VersionView>> Canary(Caller caller, string id, CanaryRequest request)
    {
        var check = new Validation().Must(request.Share is >= 1 and <= 50, "/share", "Must be 1 to 50 percent.").OneOf(request.By, "/by", ["tenant", "category", "case"]);
        return check.Failed ? Failed(check) : Change(caller, id, "canary", $"{request.Share} %, {request.By}", own: false, async (transaction, version, line) =>
            await Vetoed(transaction, version) is { } standing ? standing : LifeRules.Canary(version, line, request.Share!.Value, request.By!, business.Now));
    }

    public Task<Outcome<VersionView>> MakeEffective(Caller caller, string id, EffectiveRequest request)
        => Change(caller, id, "effective", request.From?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture), own: false, async (transaction, version, line) =>
            await Vetoed(transaction, version) is { } standing ? standing : LifeRules.MakeEffective(version, line, request.From is { } from ? Microseconds.From(from) : null, business.Now), tell: true);

    public Task<Outcome<VersionView>> Retire(Caller caller, string id, EndRequest? request)
        => Change(caller, id, "retired", request?.Note, own: false, (_, version, _) => Task.FromResult(LifeRules.Retire(version, business.Now)), tell: true);

    public Task<Outcome<VersionView>> Withdraw(Caller caller, string id, EndRequest? request)
        => Change(caller, id, "withdrawn", request?.Note, own: true, (_, version, _) => Task.FromResult(LifeRules.Withdraw(version, business.Now)));

    /// <summary>One step of a version: nothing changes where it was taken already.</summary>
    /// <param name="own">Whether its proposer may take it too; the doors let in whoever may for every version.</param>
    internal async Task<Outcome<VersionView>> Change(
        Caller caller, string id, string what, string? note, bool own, Func<ITransaction, VersionRow, IReadOnlyList<LineVersion>, Task<Outcome<VersionRow>>> step, bool tell = false)
    {
        var check = new Validation().Text(note, "/note", 0, MostNote);
        return check.Failed ? check.Problem : await store.Write<Outcome<VersionView>>(caller.Tenant, async transaction =>
        {
            if (await VersionRows.Find(transaction, id) is not { } seen || !PolicyViews.MaySee(caller, seen))
            {
                return Problem.NotFound("The version");
            }

            if (own && seen.ProposerId != caller.Id && !caller.Has(Permission.OwnRules))
            {
                return Problem.Forbidden();
            }

            await VersionRows.Hold(transaction, seen.Policy);
            var version = (await VersionRows.Find(transaction, id))!;
            var next = await step(transaction, version, await PolicyBook.Line(transaction, version.Policy));
            if (!next.Succeeded)
            {
                return next.Problem!;
            }

            if (next.Value != version)
            {
                await VersionRows.Save(transaction, next.Value);
                await VersionRows.Tell(transaction, next.Value, caller, what, note, business.Now);
                if (tell)
                {
                    await telling.Proposer(transaction, next.Value, what, note);
                }
            }

            return await views.Of(transaction, caller, next.Value);
        });
    }

    /// <summary>Why no version of this policy may begin to decide now; null when nothing stands against it.</summary>
    private async Task<Problem?> Vetoed(ITransaction transaction, VersionRow version)
    {
        foreach (var veto in vetoes)
        {
            if (await veto.Standing(transaction, version.Policy) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private async Task<Outcome<VersionView>> Add(ITransaction transaction, Caller caller, PolicyKind kind, VersionRequest request, string command, Draft draft, long basedOn)
    {
        var now = business.Now;
        var version = new VersionRow
        {
            Id = request.Id!, Policy = kind.Key, Number = await VersionRows.NextNumber(transaction, kind.Key), Title = request.Title!, CustomerView = request.CustomerView!, Dmn = draft.Dmn, Words = draft.Words, Hash = draft.Hash,
            Findings = draft.FindingsJson, Command = command, ProposerKind = VersionRows.KindOf(caller), ProposerId = caller.Id, ProposerName = VersionRows.NameOf(caller), EditedBy = caller.Id, BasedOn = basedOn,
            AnswerBy = now + ((await CustomerFirst.Find(tenants, transaction)).AnswerWithinDays * Day), CreatedAt = now,
        };
        await transaction.Execute(PolicyRows.Sql["AddVersion"], version);
        foreach (var (linkKind, reference) in Links(request))
        {
            await transaction.Execute(PolicyRows.Sql["AddLink"], new { version = version.Id, kind = linkKind, @ref = reference });
        }

        await VersionRows.Tell(transaction, version, caller, "proposed", null, now);
        await telling.Proposed(transaction, version);
        return await views.Of(transaction, caller, version);
    }

    private static async Task<string> WordsOf(IReader reader, PolicyVersion inForce, PolicyKind kind)
        => inForce.Id is null ? WordsJson.Read(System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(kind.Words), new Validation())! : (await VersionRows.Find(reader, inForce.Id))!.Words;

    private static IEnumerable<(string Kind, string Ref)> Links(VersionRequest request)
        => (request.Cases ?? []).Select(one => ("case", one)).Concat((request.Conversations ?? []).Select(one => ("conversation", one))).Concat((request.Decisions ?? []).Select(one => ("decision", one)));

    private static Validation Check(VersionRequest request)
    {
        var check = new Validation().Id(request.Id, "/id").Text(request.Title, "/title", 1, 200).Text(request.CustomerView, "/customerView", 20, 2_000).Must(Links(request).Count() <= MostLinks, "/cases", $"At most {MostLinks} together.")
            .Must(request.Dmn is null || request.Dmn.Length is > 0 and <= Draft.MostText, "/dmn", $"Must be a DMN model of at most {Draft.MostText} characters.");
        foreach (var (kind, reference) in Links(request))
        {
            check.Must(reference is not null && Validation.IsId(reference), $"/{kind}s", "Must be 1 to 100 characters of letters, digits, '.', ':', '_' or '-'.");
        }

        return check;
    }

    private static Task<Outcome<VersionView>> Failed(Validation check) => Task.FromResult((Outcome<VersionView>)check.Problem);
}
