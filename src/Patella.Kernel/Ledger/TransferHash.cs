using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Patella.Kernel.Ledger;

/// <summary>
/// hash(entry) = SHA-256(hash of the entry before it on the debited account, the same of the credited account, every field), each with its length before it.
/// Two accounts that have ever met hold each other: an entry that is changed, removed or put elsewhere breaks what follows it on both.
/// </summary>
public static class TransferHash
{
    /// <summary>In hexadecimal digits.</summary>
    public static string Of(Transfer transfer, string debitHead, string creditHead)
    {
        var text = new Writer(stackalloc char[2_048]);
        text.Add(debitHead);
        text.Add(creditHead);
        text.Add(transfer.Id);
        text.Add(transfer.Posting);
        text.Add(transfer.Linked);
        text.Add((long)transfer.Kind);
        text.Add(transfer.DebitAccount);
        text.Add(transfer.CreditAccount);
        text.Add(transfer.Amount);
        text.Add(transfer.Bound);
        text.Add(transfer.Currency);
        text.Add(transfer.Reason);
        text.Add(transfer.Resolves);
        text.Add(transfer.Reverses);
        text.Add(transfer.Document);
        text.Add(transfer.GrantFund);
        text.Add(transfer.GrantPerson);
        text.Add(transfer.GrantGrade);
        text.Add(transfer.GrantDay);
        text.Add(transfer.Granted);
        text.Add(transfer.ExpiresAfter);
        text.Add(transfer.ExpiresAt);
        text.Add(transfer.At);
        text.Add(transfer.RecordedAt);
        text.Add(transfer.DebitSequence);
        text.Add(transfer.CreditSequence);
        text.Add(transfer.DebitBalance);
        text.Add(transfer.CreditBalance);
        return text.Hash();
    }

    /// <summary>The hash of any list of fields, by the same rule.</summary>
    public static string Of(IEnumerable<string?> fields)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var field in fields)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{field?.Length ?? -1}:{field}\n")));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Fields have bounds (ids of 100 characters), so the text fits; should one not, it fails loudly.</summary>
    private ref struct Writer(Span<char> room)
    {
        private readonly Span<char> _room = room;
        private int _length;

        public void Add(string? field)
        {
            Number(field?.Length ?? -1);
            _room[_length++] = ':';
            field.AsSpan().CopyTo(_room[_length..]);
            _length += field?.Length ?? 0;
            _room[_length++] = '\n';
        }

        public void Add(long? field)
        {
            Span<char> digits = stackalloc char[20];
            var count = 0;
            field?.TryFormat(digits, out count, default, CultureInfo.InvariantCulture);
            Number(field is null ? -1 : count);
            _room[_length++] = ':';
            digits[..count].CopyTo(_room[_length..]);
            _length += count;
            _room[_length++] = '\n';
        }

        public readonly string Hash()
        {
            Span<byte> bytes = stackalloc byte[6_144];
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(_room[.._length], bytes)], hash);
            return Convert.ToHexStringLower(hash);
        }

        private void Number(int number)
        {
            number.TryFormat(_room[_length..], out var count, default, CultureInfo.InvariantCulture);
            _length += count;
        }
    }
}
