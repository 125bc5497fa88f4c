using Azure.Data.Tables;
using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.AzureStorage.Tables;

/// <summary>Rows as entities of Table Storage and back.</summary>
internal static class RowTranslation
{
    /// <param name="stamp">Says which write a row comes from.</param>
    public static TableEntity Entity(string partitionKey, TableOperation operation, string stamp)
    {
        var entity = new TableEntity(partitionKey, operation.RowKey);
        if (operation.Kind == TableOperationKind.Delete) return entity;
        foreach (var (name, value) in operation.Properties) entity[name] = value;
        entity[TableLimits.PropertyNameReserved] = stamp;
        return entity;
    }

    public static TableRow Row(TableEntity entity)
    {
        var properties = new Dictionary<string, object>(entity.Count, StringComparer.Ordinal);
        foreach (var (name, value) in entity)
        {
            if (IsProperty(name)) properties[name] = value;
        }

        return new TableRow(entity.PartitionKey, entity.RowKey, properties, entity.ETag.ToString(), entity.Timestamp!.Value.ToUniversalTime());
    }

    public static string? Stamp(TableEntity entity) => entity.GetString(TableLimits.PropertyNameReserved);

    // What the service adds ("odata.etag") has a dot in its name, which no property may have.
    private static bool IsProperty(string name) =>
        name is not ("PartitionKey" or "RowKey" or "Timestamp" or TableLimits.PropertyNameReserved) && !name.Contains('.', StringComparison.Ordinal);
}
