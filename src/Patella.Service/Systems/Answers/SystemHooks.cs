using System.Text;
using Microsoft.AspNetCore.Http;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Edge;
using Patella.Service.Systems.Calls;
using Patella.Service.Systems.Registry;

namespace Patella.Service.Systems.Answers;

/// <summary>POST /system-hooks/{tenant}.{system}: a system says itself that it has taken a call or fixed what is wrong. The same word again changes nothing.</summary>
internal sealed class SystemHooks(IStore store, SystemRegistry registry, SystemCalls calls, SecretBox secrets, MachineTime machine)
{
    private const int MostBytes = 512 << 10;

    public async Task<IResult> Hear(HttpContext http, string id)
    {
        if (await Body(http.Request) is not { } body)
        {
            return new ProblemResult(Problem.TooLarge($"At most {MostBytes >> 10} kB."));
        }

        var dot = id.IndexOf('.', StringComparison.Ordinal);
        var tenant = dot > 0 && id.Length <= 200 && TenantId.IsValid(id[..dot]) && id[..dot] != TenantId.System.Value ? new TenantId(id[..dot]) : (TenantId?)null;
        var system = tenant is { } known ? await Find(known, id[(dot + 1)..]) : null;
        if (system is null || await Secret(tenant!.Value, system) is not { } secret)
        {
            return new ProblemResult(Refused("No system of this name answers here."));
        }

        if (HookWords.Refusal(system.Connector, secret, http.Request.Headers, body, machine.Now) is { } refusal)
        {
            return new ProblemResult(Refused(refusal));
        }

        var word = HookWords.Read(system.Connector, http.Request.Headers, Encoding.UTF8.GetString(body));
        return word.State is null ? Results.NoContent() : await Say(tenant.Value, system, word);
    }

    private Task<IResult> Say(TenantId tenant, KnownSystem system, HookWord word) => store.Write(tenant, async transaction =>
    {
        var id = word.Call ?? (word.Ticket is { Length: <= 200 } ticket ? await transaction.One<string>(CallStore.Sql["FindTicket"], new { system = system.Id, ticket }) : null);
        var call = id is { Length: <= 150 } ? await CallStore.Find(transaction, id) : null;
        if (call is null || call.System != system.Id)
        {
            return (IResult)new ProblemResult(Problem.NotFound("The call"));
        }

        var by = word.By is { Length: > 0 } name ? $"{system.Id}: {name}" : system.Id;
        await (word.State == CallState.Fixed ? calls.Fix(transaction, call, by, "hook") : calls.Acknowledge(transaction, call, by, "hook"));
        return Results.NoContent();
    });

    private static Problem Refused(ProblemText why) => new(401, "signature-refused", why);

    private async Task<string?> Secret(TenantId tenant, KnownSystem system)
        => system.HookSecret is { } hook ? await secrets.Open(tenant, KnownSystem.HookPlace(system.Id), hook)
            : system is { Connector: "webhook", Secret: { } own } ? await secrets.Open(tenant, KnownSystem.SecretPlace(system.Id), own) : null;

    private async Task<KnownSystem?> Find(TenantId tenant, string id)
    {
        try
        {
            return (await store.Read(tenant, registry.Known)).Find(id);
        }
        catch (StoreUnavailableException) when (store.Kind == StoreKind.Sqlite)
        {
            // A tenant that is not here.
            return null;
        }
    }

    private static async Task<byte[]?> Body(HttpRequest request)
    {
        var buffer = new byte[MostBytes + 1];
        var read = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, request.HttpContext.RequestAborted);
        return read <= MostBytes ? buffer[..read] : null;
    }
}
