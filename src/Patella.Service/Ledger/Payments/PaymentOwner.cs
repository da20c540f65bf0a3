using Microsoft.Extensions.Logging;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Ownership;
using Patella.Platform.Storage;

namespace Patella.Service.Ledger.Payments;

/// <summary>Carries one tenant's payments to the provider and asks what became of them, in the process that owns them.</summary>
internal sealed partial class PaymentOwner(TenantId tenant, PaymentDesk desk, Reconciliation reconciliation, IPaymentProvider provider, IStore store, MachineTime machine, IBus bus, ILogger<PaymentOwner> logger) : IPartitionOwner
{
    private const int BatchLimit = 64;
    private const int AtOnce = 16;
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(1);

    public async Task Run(Ownership ownership)
    {
        using var wake = new WakeUp(bus, PaymentDesk.Topic(tenant));
        while (!ownership.Lost.IsCancellationRequested)
        {
            if (!await provider.IsSetUp(tenant, ownership.Lost) || await Work(ownership) == 0)
            {
                await reconciliation.RunWhenDue(tenant, ownership);
                await wake.Sleep(LongestSleep, ownership.Lost);
            }
        }
    }

    public Task<string> Handle(Ownership ownership, string command, string payload) => throw new NotSupportedException("Payments are ordered in transactions.");

    /// <summary>Takes every payment that is due one step further.</summary>
    /// <returns>How many there were.</returns>
    internal async Task<int> Work(Ownership ownership)
    {
        var due = await store.Read(tenant, reader => reader.Many<Payment>(PaymentDesk.Sql["Due"], new { now = machine.Now, limit = BatchLimit }), ownership.Lost);
        foreach (var together in due.Chunk(AtOnce))
        {
            await Task.WhenAll(together.Select(payment => Step(ownership, payment)));
        }

        return due.Count;
    }

    private async Task Step(Ownership ownership, Payment payment)
    {
        if (payment.State == PaymentState.Queued && !await Begin(ownership, payment.Id))
        {
            return;
        }

        var answer = await Ask(payment, ownership.Lost);
        await store.Write(tenant, async transaction =>
        {
            await ownership.Check(transaction);
            await desk.Settle(transaction, payment.Id, answer);
        }, cancellation: ownership.Lost);
    }

    /// <summary>Written down before it is handed over: whoever finds it so after a crash knows that it may have been, and asks.</summary>
    private Task<bool> Begin(Ownership ownership, string id) => store.Write(tenant, async transaction =>
    {
        await ownership.Check(transaction);
        return await transaction.Execute(PaymentDesk.Sql["BeginSending"], new { id, now = machine.Now, next = machine.Now + PaymentPatience.After(4) }) == 1;
    }, cancellation: ownership.Lost);

    private async Task<ProviderAnswer> Ask(Payment payment, CancellationToken lost)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(lost);
        limit.CancelAfter(AnswerLimit);
        try
        {
            return payment.State == PaymentState.Queued ? await provider.Send(tenant, payment, limit.Token) : await provider.Query(tenant, payment.Id, limit.Token);
        }
        catch (Exception failure) when (!lost.IsCancellationRequested)
        {
            LogUnknown(payment.Id, tenant.Value, failure.Message);
            return new ProviderAnswer(ProviderWord.Underway, Code: "no-answer");
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What became of payment {Payment} of {Tenant} is not known and will be asked: {Reason}")]
    private partial void LogUnknown(string payment, string tenant, string reason);
}

internal sealed class PaymentWorker(PaymentDesk desk, Reconciliation reconciliation, IPaymentProvider provider, IStore store, MachineTime machine, IBus bus, ILogger<PaymentOwner> logger) : ITenantWorker
{
    public (string Partition, IPartitionOwner Owner) For(TenantId tenant) => ("payments:" + tenant.Value, new PaymentOwner(tenant, desk, reconciliation, provider, store, machine, bus, logger));
}
