import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('media', '0002_upload_fingerprint'),
    ]

    operations = [
        migrations.CreateModel(
            name='FormerFolder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('folder', models.CharField(db_index=True, max_length=120)),
                ('until', models.DateTimeField()),
                ('video', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_folders', to='media.video')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('video', 'folder'), name='media_one_former_folder_of_a_name')],
            },
        ),
    ]
