using System.Security.Cryptography;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Access.SecondFactors;

/// <summary>Whose sign-in needs more than a password.</summary>
/// <param name="RequiredRoles">Roles whose people must have a second factor; others may.</param>
public sealed record SecondFactorPolicy(IReadOnlyList<string> RequiredRoles);

/// <summary>What a sign-in still needs. Wire values are lower-case words, append only.</summary>
public enum SecondFactorNeed
{
    None = 0,

    /// <summary>A code of the authenticator, or a recovery code.</summary>
    Code = 1,

    /// <summary>An authenticator must be set up first: the policy asks for one.</summary>
    Enrolment = 2,
}

/// <summary>A secret to be put into an authenticator.</summary>
/// <param name="Secret">Base 32, to be typed.</param>
/// <param name="Address">The same as an otpauth address.</param>
/// <param name="Qr">The address as a QR code in SVG.</param>
public sealed record Enrolment(string Secret, string Address, string Qr);

/// <summary>Codes that stand in for a lost authenticator, each once. They are never shown again.</summary>
public sealed record RecoveryCodes(IReadOnlyList<string> Codes);

/// <summary>The second factor of the staff: setting up, checking, taking away.</summary>
internal sealed class SecondFactor(IStore store, SecretBox box, TenantStore tenants, MachineTime machine)
{
    public const string PolicyKey = "second-factor";
    private const string Purpose = "second-factor";
    private const int RecoveryCount = 10;
    private const int FailureLimit = 5;
    private const long FailureWindow = 5 * 60 * Microseconds.PerSecond;

    public async Task<SecondFactorPolicy> Policy(IReader reader) => await tenants.FindSetting<SecondFactorPolicy>(reader, PolicyKey) ?? new SecondFactorPolicy([]);

    public async Task<SecondFactorNeed> Need(IReader reader, Staff staff)
        => await Find(reader, staff.Id) is { ConfirmedAt: not null } ? SecondFactorNeed.Code
            : (await Policy(reader)).RequiredRoles.Intersect(staff.Roles).Any() ? SecondFactorNeed.Enrolment : SecondFactorNeed.None;

    /// <summary>Makes a new secret; it counts once a code of it was given. Refused while a confirmed one stands.</summary>
    public async Task<Outcome<Enrolment>> Begin(TenantId tenant, Staff staff)
    {
        var secret = RandomNumberGenerator.GetBytes(20);
        var text = TimeCodes.ToBase32(secret);
        var kept = await box.Seal(tenant, Purpose + staff.Id, text);
        return await store.Write(tenant, async Task<Outcome<Enrolment>> (transaction) =>
        {
            if (await Find(transaction, staff.Id) is { ConfirmedAt: not null })
            {
                return Problem.Conflict("second-factor-stands", "An authenticator is set up already. Take it away first.");
            }

            await transaction.Execute(StaffStore.Sql["SaveFactor"], new { staff = staff.Id, secret = kept });
            var issuer = Escaped((await tenants.Profile(transaction)).Name, 40);
            var address = $"otpauth://totp/{issuer}:{Escaped(staff.Email, 60)}?secret={text}&issuer={issuer}";
            return new Enrolment(text, address, Patella.Kernel.Codes.QrCode.ToSvg(address));
        });
    }

    /// <summary>The first code of a new authenticator: from now on it counts. Gives the recovery codes.</summary>
    public async Task<Outcome<RecoveryCodes>> Confirm(TenantId tenant, string staff, string? code)
    {
        if (await Check(tenant, staff, code, mayRecover: false) is { } problem)
        {
            return problem;
        }

        return await store.Write(tenant, transaction => RenewRecovery(transaction, staff));
    }

    /// <summary>Makes new recovery codes; the old ones end.</summary>
    public async Task<Outcome<RecoveryCodes>> RenewRecovery(ITransaction transaction, string staff)
    {
        await transaction.Execute(StaffStore.Sql["RemoveRecovery"], new { staff });
        var codes = new List<string>();
        for (var index = 0; index < RecoveryCount; index++)
        {
            var text = TimeCodes.ToBase32(RandomNumberGenerator.GetBytes(10)).ToLowerInvariant();
            codes.Add(string.Join('-', text.Chunk(4).Select(part => new string(part))));
            await transaction.Execute(StaffStore.Sql["AddRecovery"], new { staff, hash = Secrets.Hash(text) });
        }

        return new RecoveryCodes(codes);
    }

    /// <summary>Null when the code is right, which uses it up; else why not.</summary>
    public async Task<Problem?> Check(TenantId tenant, string staff, string? code, bool mayRecover = true)
    {
        var plain = new string((code ?? "").Where(char.IsAsciiLetterOrDigit).ToArray()).ToLowerInvariant();
        var (failures, row) = await store.Read(tenant, async reader =>
            (await reader.One<long>(StaffStore.Sql["CountFailures"], new { email = FailureKey(staff), since = machine.Now - FailureWindow }), await Find(reader, staff)));
        if (failures >= FailureLimit)
        {
            return new Problem(429, "locked-out", "Too many wrong codes. Try again in five minutes.", RetryAfterSeconds: 300);
        }

        var secret = row is null ? null : await box.Open(tenant, Purpose + staff, row.Secret);
        var step = secret is null || plain.Length != 6 ? null : TimeCodes.Match(TimeCodes.FromBase32(secret), plain, machine.Provider.GetUtcNow(), row!.LastStep);
        var right = await store.Write(tenant, async transaction =>
        {
            // The row decides, not what was read: of two with the same code one wins.
            var used = (step is not null && await transaction.Execute(StaffStore.Sql["UseStep"], new { staff, step, at = machine.Now }) == 1)
                || (mayRecover && plain.Length == 16 && await transaction.Execute(StaffStore.Sql["UseRecovery"], new { staff, hash = Secrets.Hash(plain) }) == 1);
            await transaction.Execute(StaffStore.Sql[used ? "ForgetFailures" : "AddFailure"], new { email = FailureKey(staff), at = machine.Now, before = machine.Now - FailureWindow });
            return used;
        });
        return right ? null : new Problem(401, "wrong-code", "The code is wrong, used already, or too old. Wait for the next one.");
    }

    public async Task Remove(ITransaction transaction, string staff)
    {
        await transaction.Execute(StaffStore.Sql["RemoveFactor"], new { staff });
        await transaction.Execute(StaffStore.Sql["RemoveRecovery"], new { staff });
    }

    public Task<FactorRow?> Find(IReader reader, string staff) => reader.One<FactorRow>(StaffStore.Sql["FindFactor"], new { staff });

    private static string FailureKey(string staff) => "second-factor:" + staff;

    // As much of a text as fits when escaped: a QR code of this kind holds 213 bytes, and a Chinese character takes nine.
    private static string Escaped(string text, int most)
    {
        var runes = text.EnumerateRunes().Select(rune => Uri.EscapeDataString(rune.ToString()));
        var fitting = new System.Text.StringBuilder();
        foreach (var rune in runes.TakeWhile(rune => fitting.Length + rune.Length <= most))
        {
            fitting.Append(rune);
        }

        return fitting.ToString();
    }

    internal sealed class FactorRow
    {
        public string Secret { get; init; } = "";

        public long? ConfirmedAt { get; init; }

        public long LastStep { get; init; }
    }
}
