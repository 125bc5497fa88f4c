using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace FunctionsPipeline.State.Tables;

/// <summary>The rules of Azure Table Storage, checked before a write on every host, so that what works embedded works there too.</summary>
public static partial class TableRules
{
    private static readonly DateTimeOffset EarliestTime = new(1601, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Checks the address of a row or of a partition.</summary>
    /// <exception cref="ArgumentException">A name or key breaks a rule; the message says which.</exception>
    public static void CheckAddress(string table, string partitionKey, string? rowKey = null)
    {
        if (!TableName().IsMatch(table))
        {
            throw new ArgumentException($"Table name '{table}' is not 3 to 63 letters and digits that start with a letter.", nameof(table));
        }

        if (table.Equals("tables", StringComparison.OrdinalIgnoreCase)) throw new ArgumentException("The table name 'tables' belongs to Azure.", nameof(table));
        CheckKey("partition key", partitionKey);
        if (rowKey is not null) CheckKey("row key", rowKey);
    }

    /// <summary>Checks one batch.</summary>
    /// <exception cref="ArgumentException">A key, a value or the batch breaks a rule; the message says which.</exception>
    public static void CheckBatch(string table, string partitionKey, IReadOnlyList<TableOperation> operations)
    {
        CheckAddress(table, partitionKey);
        if (operations.Count is 0 or > TableLimits.BatchOperationsMax)
        {
            throw new ArgumentException($"A batch holds 1 to {TableLimits.BatchOperationsMax} operations, not {operations.Count}.", nameof(operations));
        }

        var keys = new HashSet<string>(operations.Count, StringComparer.Ordinal);
        var batchBytes = 0L;
        foreach (var operation in operations)
        {
            CheckKey("row key", operation.RowKey);
            if (!keys.Add(operation.RowKey)) throw new ArgumentException($"Row '{operation.RowKey}' stands twice in one batch.", nameof(operations));
            if (operation.Kind == TableOperationKind.Replace && operation.ETag is null)
            {
                throw new ArgumentException($"Replacing row '{operation.RowKey}' needs an ETag.", nameof(operations));
            }

            batchBytes += CheckProperties(partitionKey, operation);
        }

        if (batchBytes > TableLimits.BatchBytesMax)
        {
            throw new ArgumentException($"A batch holds at most {TableLimits.BatchBytesMax} bytes, not {batchBytes}.", nameof(operations));
        }
    }

    private static void CheckKey(string what, string key)
    {
        if (key.Length > TableLimits.KeyCharactersMax)
        {
            throw new ArgumentException($"The {what} has {key.Length} characters; {TableLimits.KeyCharactersMax} are allowed: '{key[..40]}...'.");
        }

        // Half of a surrogate pair has no bytes in UTF-8: two keys would become one on the wire.
        if (HasHalfCharacter(key)) throw new ArgumentException($"The {what} holds half of a character.");
        foreach (var character in key)
        {
            if (char.IsControl(character) || TableLimits.KeyCharactersForbidden.Contains(character, StringComparison.Ordinal))
            {
                throw new ArgumentException($"The {what} '{key}' holds the character U+{(int)character:X4}, which no key may hold.");
            }
        }
    }

    private static bool HasHalfCharacter(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out _, out var length) != OperationStatus.Done) return true;
            text = text[length..];
        }

        return false;
    }

    private static long CheckProperties(string partitionKey, TableOperation operation)
    {
        if (operation.Properties.Count > TableLimits.PropertiesMax)
        {
            throw new ArgumentException($"Row '{operation.RowKey}' has {operation.Properties.Count} properties; {TableLimits.PropertiesMax} are allowed.");
        }

        var rowBytes = 2L * (partitionKey.Length + operation.RowKey.Length);
        foreach (var (name, value) in operation.Properties)
        {
            if (name.Length > 255 || !PropertyName().IsMatch(name) || name is "PartitionKey" or "RowKey" or "Timestamp" or TableLimits.PropertyNameReserved)
            {
                throw new ArgumentException($"'{name}' of row '{operation.RowKey}' is no property name.");
            }

            var bytes = ValueBytes(operation.RowKey, name, value);
            if (bytes > TableLimits.PropertyBytesMax)
            {
                throw new ArgumentException($"'{name}' of row '{operation.RowKey}' has {bytes} bytes; {TableLimits.PropertyBytesMax} are allowed.");
            }

            rowBytes += (2L * name.Length) + bytes;
        }

        return rowBytes <= TableLimits.RowBytesMax
            ? rowBytes
            : throw new ArgumentException($"Row '{operation.RowKey}' has {rowBytes} bytes; {TableLimits.RowBytesMax} are allowed.");
    }

    private static long ValueBytes(string rowKey, string name, object value) => value switch
    {
        string text => 2L * text.Length,
        byte[] bytes => bytes.Length,
        bool => 1,
        int => 4,
        long => 8,
        double number when double.IsFinite(number) => 8,
        DateTimeOffset time when time >= EarliestTime => 8,
        double or DateTimeOffset => throw new ArgumentException($"'{name}' of row '{rowKey}' is {value}, which the store cannot hold."),
        _ => throw new ArgumentException($"'{name}' of row '{rowKey}' is of type {value?.GetType().Name ?? "null"}, which the store cannot hold."),
    };

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9]{2,62}\z")]
    private static partial Regex TableName();

    [GeneratedRegex(@"\A[\p{L}_][\p{L}\p{Nd}_]*\z")]
    private static partial Regex PropertyName();
}
