using FunctionsPipeline.Pipelines.Comments.Input;

namespace FunctionsPipeline.Pipelines.Tests.Comments;

public sealed class CommentsSchemaTests
{
    [Fact]
    public void The_published_schema_is_that_of_the_fields_that_are_read() =>
        File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "schemas", "comments.schema.json")).ShouldBe(CommentsFields.SchemaText());
}
