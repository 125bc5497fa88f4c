using FunctionsPipeline.Contracts;
using FunctionsPipeline.Durable.Engine;

namespace FunctionsPipeline.Durable.Tests;

public sealed class InMemoryHistoryStoreTests : HistoryStoreContract
{
    protected override IHistoryStore Open() => new InMemoryHistoryStore();
}
