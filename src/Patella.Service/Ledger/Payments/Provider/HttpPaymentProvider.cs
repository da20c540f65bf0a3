using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Connectors.Webhooks;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Ledger.Payments.Provider;

/// <summary>
/// A provider reached over HTTP: PUT and GET /payments/{key}, GET /payments?from=&amp;until=, signed as our webhooks are, with the key as <c>webhook-id</c>.
/// Only answers that are written down in the README mean something; whatever else comes, or nothing, is an unknown outcome and is asked about.
/// </summary>
internal sealed class HttpPaymentProvider(IStore store, TenantStore tenants, MachineTime machine, SignedCalls calls) : IPaymentProvider
{
    private const int MostAnswer = 64 * 1_024;

    /// <summary>A list of some hundred thousand movements.</summary>
    private const int MostList = 32 * 1_024 * 1_024;

    /// <summary>Settings are looked at again after this, so that a change of another process is seen.</summary>
    private const long Fresh = 3 * Microseconds.PerSecond;

    private readonly ConcurrentDictionary<TenantId, (PaymentSettings Settings, long At)> _known = new();

    public async Task<bool> IsSetUp(TenantId tenant, CancellationToken cancellation) => (await Settings(tenant, cancellation)).IsSetUp;

    public async Task<ProviderAnswer> Send(TenantId tenant, Payment payment, CancellationToken cancellation)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new PaymentWire(payment.Id, payment.Amount, payment.Currency, payment.Inward, payment.Instrument), Json.Options);
        var (status, answer) = await Ask(tenant, HttpMethod.Put, "/payments/" + Uri.EscapeDataString(payment.Id), payment.Id, body, MostAnswer, cancellation);
        return Read(status, answer);
    }

    public async Task<ProviderAnswer> Query(TenantId tenant, string key, CancellationToken cancellation)
    {
        var (status, answer) = await Ask(tenant, HttpMethod.Get, "/payments/" + Uri.EscapeDataString(key), key, [], MostAnswer, cancellation);
        return status == HttpStatusCode.NotFound ? new ProviderAnswer(ProviderWord.Absent) : Read(status, answer);
    }

    public async Task<IReadOnlyList<ProviderEntry>> List(TenantId tenant, long from, long until, CancellationToken cancellation)
    {
        var span = string.Create(CultureInfo.InvariantCulture, $"from={from}&until={until}");
        var (status, body) = await Ask(tenant, HttpMethod.Get, "/payments?" + span, string.Create(CultureInfo.InvariantCulture, $"list:{from}:{until}"), [], MostList, cancellation);
        var list = status == HttpStatusCode.OK ? JsonSerializer.Deserialize<ListWire>(body, Json.Options) : throw new HttpRequestException($"The provider answered {(int)status}.");
        return list?.Items is { } items && items.All(item => item is { Key: not null, Currency: not null, Amount: not null })
            ? [.. items.Select(item => new ProviderEntry(item.Key!, item.Amount!.Value, item.Currency!, item.Inward))] : throw new HttpRequestException("The provider's list is not what was agreed.");
    }

    internal static ProviderAnswer Read(HttpStatusCode status, byte[] body)
    {
        if (status == HttpStatusCode.Accepted)
        {
            return new ProviderAnswer(ProviderWord.Underway);
        }

        var answer = status == HttpStatusCode.OK ? JsonSerializer.Deserialize<AnswerWire>(body, Json.Options) : throw new HttpRequestException($"The provider answered {(int)status}.");
        return answer switch
        {
            // Paid without saying what is not paid: it is asked again, and stays open until it says it.
            { Outcome: "paid", Amount: { } amount, Currency: { } currency } => new ProviderAnswer(ProviderWord.Paid, amount, Cut(currency, 3), Cut(answer.Reference, 200)),
            { Outcome: "refused" } => new ProviderAnswer(ProviderWord.Refused, Code: Cut(answer.Code, 80) ?? "refused"),
            { Outcome: "underway" } => new ProviderAnswer(ProviderWord.Underway),
            _ => throw new HttpRequestException("The provider's answer is not what was agreed."),
        };
    }

    private async Task<PaymentSettings> Settings(TenantId tenant, CancellationToken cancellation)
    {
        if (_known.TryGetValue(tenant, out var known) && machine.Now - known.At is >= 0 and < Fresh)
        {
            return known.Settings;
        }

        var settings = await store.Read(tenant, reader => PaymentSettings.Find(tenants, reader), cancellation);
        _known[tenant] = (settings, machine.Now);
        return settings;
    }

    private async Task<(HttpStatusCode Status, byte[] Body)> Ask(TenantId tenant, HttpMethod method, string path, string id, byte[] body, int most, CancellationToken cancellation)
        => await calls.Ask(tenant, (await Settings(tenant, cancellation)).Place, method, path, id, body, most, cancellation);

    private static string? Cut(string? text, int most) => text is null || text.Length <= most ? text : text[..most];

    private sealed record PaymentWire(string Key, long Amount, string Currency, bool Inward, string Instrument);

    private sealed record AnswerWire(string? Outcome, long? Amount, string? Currency, string? Reference, string? Code);

    private sealed record ListWire(IReadOnlyList<LineWire>? Items);

    private sealed record LineWire(string? Key, long? Amount, string? Currency, bool Inward);
}
