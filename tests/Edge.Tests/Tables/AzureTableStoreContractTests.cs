using FunctionsPipeline.Contracts;
using FunctionsPipeline.Edge.Tests.Azurite;
using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.Edge.Tests.Tables;

[NeedsAzurite]
public sealed class AzureTableStoreContractTests : TableStoreContract
{
    private StoresUnderTest? _stores;

    protected override async Task<ITableStore> OpenAsync() => (_stores = await StoresUnderTest.NewAsync()).Open().Tables;

    protected override Task CloseAsync()
    {
        _stores?.Dispose();
        return Task.CompletedTask;
    }
}
